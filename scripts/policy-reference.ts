import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import { parseSync } from 'vite'
import { defaultPolicy } from '../shared/default-policy.ts'
import { readPolicy } from '../shared/read-policy.ts'
import { under } from './places.ts'

/** Where it is; a test holds that it is what the schema says today. */
export const REFERENCE = 'docs/policy.md'

interface Field {
  readonly name: string
  readonly says: string
  /** What it is where nobody says it, in words. */
  readonly byDefault: string
}

/** Where an object of each kind stands in a policy, with what it can't do without: a field of it is tried out there. */
const places: Readonly<Record<string, { readonly title: string; readonly put: (field: object) => object }>> = {
  Policy: { title: 'The policy', put: (field) => field },
  ClassPolicy: {
    title: 'A class: `classes.NAME`',
    put: (field) => ({ classes: { tried: { strategy: 'cache-first', ttl: 1, ...field } } }),
  },
  ReadRule: {
    title: 'A route: `routes[]`',
    put: (field) => ({ routes: [{ url: '/', class: 'static', groups: [], ...field }] }),
  },
  StateRule: {
    title: 'States of a route: `routes[].states`',
    put: (field) => ({
      routes: [{ url: '/', class: 'static', groups: [], states: { each: '', field: '', groups: [], ...field } }],
    }),
  },
  BatchRule: {
    title: 'Reads that are asked for together: `routes[].batch`',
    put: (field) => ({
      routes: [
        {
          url: '/',
          class: 'static',
          groups: [],
          batch: { url: '/x', ids: 'x', id: 'x', each: '', field: '', ...field },
        },
      ],
    }),
  },
  MutationRule: {
    title: 'A change: `mutations[]`',
    put: (field) => ({ mutations: [{ url: '/', invalidates: [], ...field }] }),
  },
  AgingField: {
    title: 'A field that ages: `agingFields[]`',
    put: (field) => ({ agingFields: [{ path: '', status: 'x', masked: 'x', class: 'static', ...field }] }),
  },
  Identity: { title: 'Whose answers these are: `identity`', put: (field) => ({ identity: field }) },
  Limits: { title: 'How much is stored: `limits`', put: (field) => ({ limits: field }) },
}

/** The reference, from the schema's own words, what its checks expect, and the default policy. */
export async function policyReference(): Promise<string> {
  const interfaces = readInterfaces(readFileSync(under('shared/policy.ts'), 'utf8'))
  const sections = Object.entries(places).map(([name, { title, put }]) => {
    const fields = interfaces.get(name)
    if (!fields) throw new Error(`shared/policy.ts has no ${name} any more.`)
    const rows = fields.map(
      ({ name: field, says, byDefault }) =>
        `| \`${field}\` | ${says} | ${mustBe((value) => put({ [field]: value }))} | ${name in shownDefaults ? shownDefault(name, field) : byDefault} |`,
    )
    return [`## ${title}`, '', '| field | is | must be | default |', '| --- | --- | --- | --- |', ...rows, ''].join(
      '\n',
    )
  })
  const text = [INTRODUCTION, ...sections, TEMPLATES, DEFAULTS(JSON.stringify(defaultPolicy, null, 2))].join('\n')
  return format(text, { ...(await resolveConfig(under(REFERENCE))), parser: 'markdown' })
}

/** A value that no field can have. */
const BAD = Symbol('bad') as unknown

/** What the field takes; of a list, what its items must be. */
function mustBe(put: (value: unknown) => object): string {
  const whole = expected(put(BAD))
  return whole === 'a list' ? `a list; each ${expected(put([BAD]))}` : whole
}

const shownDefaults: Readonly<Record<string, object>> = { Policy: defaultPolicy, Limits: defaultPolicy.limits }

function shownDefault(name: string, field: string): string {
  const value = (shownDefaults[name] as Readonly<Record<string, unknown>>)[field]
  if (value === undefined) return 'none'
  const text = JSON.stringify(value)
  return text.length > 40 ? 'below' : `\`${text}\``
}

/** What the check of a field says of a value that it can't have. */
function expected(changes: object): string {
  try {
    readPolicy(changes, defaultPolicy)
  } catch (error) {
    const [, words] = /must be (.*)\. Until/.exec(String(error)) ?? []
    if (words !== undefined) return words.replaceAll('|', '\\|')
  }
  throw new Error(`The schema takes a symbol in ${JSON.stringify(Object.keys(changes))}: that is no check.`)
}

/** The fields of each interface, with their comments. */
function readInterfaces(source: string): ReadonlyMap<string, readonly Field[]> {
  const { program, comments } = parseSync('policy.ts', source)
  const commentBefore = (start: number): string => {
    const [comment] = comments.filter(({ end }) => end <= start && source.slice(end, start).trim() === '').slice(-1)
    return comment?.value ?? ''
  }
  const found = new Map<string, Field[]>()
  for (const statement of program.body) {
    if (statement.type !== 'ExportNamedDeclaration' || statement.declaration?.type !== 'TSInterfaceDeclaration')
      continue
    const { id, body } = statement.declaration
    if (!Object.hasOwn(places, id.name)) continue
    const fields = body.body.flatMap((member) =>
      member.type === 'TSPropertySignature' && member.key.type === 'Identifier'
        ? [fieldOf(member.key.name, member.optional, commentBefore(member.start))]
        : [],
    )
    found.set(id.name, fields)
  }
  return found
}

function fieldOf(name: string, optional: boolean, comment: string): Field {
  const lines = comment.split('\n').map((line) => line.replace(/^\s*\*+ ?/, '').trim())
  const says = lines.filter((line) => line !== '' && !line.startsWith('@')).join(' ')
  const byDefault = lines
    .find((line) => line.startsWith('@default'))
    ?.slice('@default'.length)
    .trim()
  if (says === '') throw new Error(`shared/policy.ts does not say what ${name} is.`)
  return { name, says, byDefault: byDefault ?? (optional ? 'none' : 'must be said') }
}

const INTRODUCTION = `# Policy reference

<!-- Made by npm run docs:policy from shared/policy.ts, its checks and its defaults: change those. -->

The policy is data: what is answered, from where, for how long, and what each change makes wrong. An app says only what
differs from the default policy: **objects are merged, lists are replaced**. To add to a list, repeat it:
\`routes: [...defaultPolicy.routes, mine]\` with \`defaultPolicy\` from \`payment-sync/policy\`. Times are in ms, sizes in bytes.

A bad policy is one line that names the field and the value: it fails the build where the Vite plugin reads it, else it
stands in the worker's console, and no request is intercepted. A changed policy makes everything that is stored invalid.

How to hand it over: [installing.md](installing.md).
`

const TEMPLATES = `## Groups

Groups name what an answer is about (RFC 9875): a change of \`booking:7\` hits every stored answer that belongs to
\`booking:7\`. A template names them from the request and the answer:

| template | names |
| --- | --- |
| \`bookings\` | that group |
| \`booking:{path.id}\` | from the named part \`:id\` of the URL |
| \`booking:{query.bookingIds[]}\` | from a query parameter; \`[]\` splits it at commas |
| \`booking:{body.bookings[].id}\` | from JSON: of a read the answer's, of a change the request's; \`[]\` walks a list |
| \`booking:{response.booking.id}\` | from the answer to a change |
| \`payment:{body.payment.reference?}\` | the same, which may be missing |

A value that is missing without a \`?\` makes the answer belong to every group, or the change hit all of them: wrong is worse
than slow. Names that begin with \`@\` are the library's own.
`

const DEFAULTS = (json: string): string => `## The default policy

\`\`\`json
${json}
\`\`\`
`

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(under(REFERENCE), await policyReference())
