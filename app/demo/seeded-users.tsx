import type { ReactElement } from 'react'

const users = [
  ['client@example.com', 'A client'],
  ['second-client@example.com', 'Another client'],
  ['provider@example.com', 'Their provider'],
] as const

/** The people of the demo: choosing one fills in the form. */
export function SeededUsers({ onChoose }: { readonly onChoose: (email: string) => void }): ReactElement {
  return (
    <section className="seeded" aria-labelledby="seeded-title">
      <h2 id="seeded-title">Try the demo as</h2>
      <ul>
        {users.map(([email, who]) => (
          <li key={email}>
            <button type="button" onClick={() => onChoose(email)}>
              <strong>{who}</strong>
              <span>{email}</span>
            </button>
          </li>
        ))}
      </ul>
      <p>
        The password of each is <code>payment-sync</code>.
      </p>
    </section>
  )
}
