import { useEffect, useId, type ReactElement } from 'react'
import type { Service } from '../../shared/domain.ts'
import { FailureNote } from './failure-note.tsx'
import { money } from './money.ts'
import { useServices } from './use-services.ts'

interface ServiceChoiceProps {
  readonly chosen: Service | undefined
  readonly onChoose: (service: Service | undefined) => void
  readonly problem: string | undefined
}

/** The catalogue, by category. It hardly changes: the worker answers from its store for half an hour. */
export function ServiceChoice({ chosen, onChoose, problem }: ServiceChoiceProps): ReactElement {
  const id = useId()
  const { services, error, load } = useServices()
  useEffect(load, [load])
  const categories = [...new Set(services?.map(({ category }) => category))]
  if (error && !services) return <FailureNote what="Could not load the services" error={error} onRetry={load} />
  return (
    <div className="field">
      <label htmlFor={id}>Service</label>
      <select
        id={id}
        value={chosen?.id ?? ''}
        disabled={!services}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : `${id}-problem`}
        onChange={(event) => onChoose(services?.find((service) => service.id === event.target.value))}
      >
        <option value="">{services ? 'Choose a service' : 'Loading…'}</option>
        {categories.map((category) => (
          <optgroup key={category} label={category}>
            {services
              ?.filter((service) => service.category === category)
              .map((service) => (
                <option key={service.id} value={service.id}>
                  {service.name}, {money(service.price, service.currency)}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
      {problem !== undefined && (
        <p id={`${id}-problem`} className="field-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}
