import { useId, useState, type ReactElement, type ReactNode, type SubmitEvent } from 'react'
import type { PaymentSyncClient } from '../../client/client.ts'
import type { InspectorLabels } from './labels.ts'
import { Section } from './section.tsx'
import type { Controls } from './use-controls.ts'

interface ControlsSectionProps {
  readonly client: PaymentSyncClient
  readonly controls: Controls
  /** What can be invalidated, to choose from. */
  readonly groups: readonly string[]
  readonly labels: InspectorLabels
  /** What the app adds. */
  readonly children: ReactNode
}

/** Buttons that make something go wrong. */
export function ControlsSection({ client, controls, groups, labels, children }: ControlsSectionProps): ReactElement {
  const { run, said, isFailed } = controls
  const { paused, waiting } = client
  const [isDebug, setDebug] = useState(client.debug)
  const isGone = client.state === 'unsupported'

  const stop = (): Promise<string> => client.pause(!paused).then(() => labels[paused ? 'did.go' : 'did.stop'])
  const invalidateAll = (): Promise<string> => client.invalidate(['*']).then(() => labels['did.invalidate'])
  const purge = (): Promise<string> => client.unregister({ purge: true }).then(() => labels['did.purge'])
  const update = (): Promise<string> => client.update().then((isNew) => labels[isNew ? 'did.update' : 'did.noUpdate'])
  async function debug(): Promise<string> {
    logToConsole(client, !isDebug)
    setDebug(!isDebug)
    return labels[isDebug ? 'did.quiet' : 'did.debug']
  }

  return (
    <Section title={labels.controls} meaning={labels.controlsMeaning}>
      {children}
      <div className="psync-inspector-buttons">
        <Button words={labels.stop} isPressed={paused} isDisabled={isGone} onPress={() => run(stop)} />
        <Button words={labels.debug} isPressed={isDebug} onPress={() => run(debug)} />
        <Button words={labels.invalidateAll} onPress={() => run(invalidateAll)} />
        <Button words={labels.purge} isDisabled={isGone} onPress={() => run(purge)} />
        {waiting && <Button words={labels.update} onPress={() => run(update)} />}
      </div>
      <GroupForm
        groups={groups}
        labels={labels}
        onInvalidate={(group) => run(() => client.invalidate([group]).then(() => labels['did.invalidate']))}
      />
      <p className="psync-inspector-said" role="status" data-failed={isFailed || undefined}>
        {said}
      </p>
    </Section>
  )
}

function logToConsole(client: PaymentSyncClient, isWanted: boolean): void {
  client.debug = isWanted
}

interface ButtonProps {
  readonly words: string
  /** Undefined: it is no switch. */
  readonly isPressed?: boolean
  readonly isDisabled?: boolean
  readonly onPress: () => void
}

const Button = ({ words, isPressed, isDisabled, onPress }: ButtonProps): ReactElement => (
  <button
    type="button"
    className="psync-inspector-button"
    aria-pressed={isPressed}
    disabled={isDisabled}
    onClick={onPress}
  >
    {words}
  </button>
)

interface GroupFormProps {
  readonly groups: readonly string[]
  readonly labels: InspectorLabels
  readonly onInvalidate: (group: string) => void
}

/** One group, by its name. */
function GroupForm({ groups, labels, onInvalidate }: GroupFormProps): ReactElement {
  const id = useId()
  const [group, setGroup] = useState('')
  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault()
    if (group.trim() !== '') onInvalidate(group.trim())
  }
  return (
    <form className="psync-inspector-group" onSubmit={submit}>
      <label htmlFor={id}>{labels.group}</label>
      <input
        id={id}
        list={`${id}-groups`}
        placeholder="booking:7"
        autoComplete="off"
        value={group}
        onChange={(event) => setGroup(event.target.value)}
      />
      <datalist id={`${id}-groups`}>
        {groups.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      <button type="submit" className="psync-inspector-button">
        {labels.invalidate}
      </button>
    </form>
  )
}
