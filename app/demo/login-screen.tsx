import { useState, type ReactElement, type SubmitEvent } from 'react'
import { ApiError } from '../react/public.ts'
import { useClient } from './client-context.ts'
import { FailureNote } from './failure-note.tsx'
import { Field } from './field.tsx'
import { LogoIcon } from './icons.tsx'
import { SeededUsers } from './seeded-users.tsx'
import { logIn } from './session.ts'
import { useTask } from './use-task.ts'

/** Who are you? Problems stand beside the field they are about. */
export function LoginScreen({ onLoggedIn }: { readonly onLoggedIn: () => void }): ReactElement {
  const client = useClient()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [isTried, setTried] = useState(false)
  const login = useTask(async () => {
    await logIn(client, email, password)
    onLoggedIn()
  })
  const { error } = login
  const about = error instanceof ApiError ? (error.field ?? (error.status === 401 ? 'password' : undefined)) : undefined
  const missing = (value: string, words: string): string | undefined => (isTried && value === '' ? words : undefined)
  const problemOf = (field: string): string | undefined => (about === field ? error?.message : undefined)

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault()
    setTried(true)
    if (email !== '' && password !== '') login.run()
  }

  return (
    <main className="login">
      <section className="login-card" aria-labelledby="login-title">
        <LogoIcon />
        <h1 id="login-title">Log in to Handover</h1>
        <p className="lead">Book people for the work at your home. Your money waits in escrow until it is done.</p>
        <form onSubmit={submit} noValidate>
          <Field
            label="Email"
            type="email"
            name="email"
            autoComplete="username"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
            problem={missing(email, 'Enter your email address.') ?? problemOf('email')}
          />
          <Field
            label="Password"
            type="password"
            name="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            problem={missing(password, 'Enter your password.') ?? problemOf('password')}
          />
          {error && about === undefined && <FailureNote what="Could not log in" error={error} />}
          <button type="submit" className="button main wide" disabled={login.isBusy}>
            {login.isBusy ? 'Logging in…' : 'Log in'}
          </button>
        </form>
        <SeededUsers
          onChoose={(chosen) => {
            setEmail(chosen)
            setPassword('payment-sync')
          }}
        />
      </section>
    </main>
  )
}
