import { useId, type ReactElement } from 'react'
import { useConditions, type Condition } from './use-conditions.ts'

const choices: readonly (readonly [Condition['api'], string])[] = [
  ['normal', 'Normal'],
  ['slow', 'Slow'],
  ['failing', 'Failing'],
  ['gone', 'Gone'],
]

const meanings: Readonly<Record<Condition['api'], string>> = {
  normal: 'The API is as it is.',
  slow: 'Each answer comes 5 s late.',
  failing: 'The API answers everything with 503.',
  gone: 'The API does not answer at all.',
}

/** A bad day of the server, for everybody who uses this demo. It is there only with the sandbox. */
export function ServerConditions(): ReactElement | null {
  const { current, problem, become } = useConditions()
  const id = useId()
  if (!current) return null
  return (
    <fieldset className="conditions">
      <legend>The API</legend>
      <div className="conditions-choices">
        {choices.map(([api, words]) => (
          <label key={api}>
            <input type="radio" name={id} value={api} checked={current.api === api} onChange={() => become(api)} />
            {words}
          </label>
        ))}
      </div>
      <p role="status">{problem ?? meanings[current.api]}</p>
    </fieldset>
  )
}
