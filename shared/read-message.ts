import { PROTOCOL_VERSION, type FromWorker, type Reply, type ToWorker } from './protocol.ts'

type Fields = Readonly<Record<string, unknown>>
type Checks<Message extends { type: string }> = { readonly [Type in Message['type']]: (fields: Fields) => boolean }

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null
const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= 4_096
const isStamp = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
const isSwitch = (value: unknown): value is boolean => typeof value === 'boolean'
const isGroupList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length <= 10_000 && value.every((group) => group && isText(group))

/** One check per message. Adding a message to the protocol without a check here does not compile. */
const fromWorker: Checks<FromWorker> = {
  invalidated: ({ groups, reason, stamp, before, born, unsettledFor = 0 }) =>
    isGroupList(groups) &&
    isText(reason) && // Whichever: one that we don't know makes nothing right.
    isStamp(stamp) &&
    isStamp(before) &&
    isText(born) &&
    isStamp(unsettledFor),
  updated: ({ url, groups, asOf }) => isText(url) && isGroupList(groups) && isStamp(asOf),
  started: ({ stamp, born }) => isStamp(stamp) && isText(born),
}

const toWorker: Checks<ToWorker> = {
  hello: () => true,
  'catch-up': ({ since, born }) => isStamp(since) && isText(born),
  invalidate: ({ groups }) => isGroupList(groups),
  'end-session': () => true,
  live: ({ id, groups, changes }) => isText(id) && isGroupList(groups) && isGroupList(changes),
  mutated: ({ method, url, ended, groups, unknown = false }) =>
    isText(method) && isText(url) && isSwitch(ended) && isGroupList(groups) && isSwitch(unknown),
  report: ({ of }) => isText(of) && /^(stats|entries|decisions)$/.test(of),
  set: ({ debug = false, paused = false }) => isSwitch(debug) && isSwitch(paused),
  'take-over': ({ idle }) => isSwitch(idle),
  leave: () => true,
}

const reply: Checks<Reply> = {
  latest: ({ stamp, born, groups, live = '', paused = false, rows = [] }) =>
    isStamp(stamp) &&
    isText(born) &&
    isGroupList(groups) &&
    isText(live) &&
    isSwitch(paused) &&
    // What is in a row is read where it is used (`app/client/tools/read-rows.ts`).
    Array.isArray(rows),
  refused: ({ problem }) => isText(problem),
}

/** Undefined means "not for us": another library's message, or a worker of another version. */
export const readFromWorker = (data: unknown): FromWorker | undefined => read(fromWorker, data)

/** Undefined means "not for us": another library's message, or a page of another version. */
export const readToWorker = (data: unknown): ToWorker | undefined => read(toWorker, data)

/** Undefined means that the worker answered in a way we don't know. */
export const readReply = (data: unknown): Reply | undefined => read(reply, data)

function read<Message extends { type: string }>(checks: Checks<Message>, data: unknown): Message | undefined {
  if (!isFields(data) || data['from'] !== 'payment-sync' || data['version'] !== PROTOCOL_VERSION) return undefined
  const message = data['message']
  if (!isFields(message) || typeof message['type'] !== 'string' || !Object.hasOwn(checks, message['type']))
    return undefined
  return checks[message['type'] as Message['type']](message) ? (message as unknown as Message) : undefined
}
