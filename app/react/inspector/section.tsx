import { useId, type ReactElement, type ReactNode } from 'react'

interface SectionProps {
  readonly title: string
  /** What one sees here, in a sentence. */
  readonly meaning: string
  readonly children: ReactNode
}

export function Section({ title, meaning, children }: SectionProps): ReactElement {
  const id = useId()
  return (
    <section className="psync-inspector-section" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <p className="psync-inspector-meaning">{meaning}</p>
      {children}
    </section>
  )
}
