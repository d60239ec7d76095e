import { useCallback, useState, type ReactElement } from 'react'
import type { User } from '../../shared/domain.ts'
import { useClient } from './client-context.ts'
import { Dashboard } from './dashboard.tsx'
import { FailureNote } from './failure-note.tsx'
import { LoginScreen } from './login-screen.tsx'
import { OfflineBanner } from './offline-banner.tsx'
import { ProgressBar } from './progress-bar.tsx'
import { createResource } from './resource.ts'
import { Skeleton } from './skeleton.tsx'
import { ToastList } from './toast-list.tsx'
import { TopBar } from './top-bar.tsx'
import { useResource } from './use-resource.ts'

/** Who is here decides what is shown. Any change of session, in any tab, asks anew. */
export function App(): ReactElement {
  const client = useClient()
  // The worker doesn't store who is here: each time the server is asked.
  const [me] = useState(() =>
    createResource<{ user: User }>({ client, url: '/api/auth/me', groups: () => ['session'], askAgain: 'first' }),
  )
  const { data, error, isLoading } = useResource(me)
  const askWho = useCallback(() => void me.load('first'), [me])
  const user = error?.status === 401 ? undefined : data?.user

  return (
    <>
      <ProgressBar />
      <OfflineBanner />
      {user ? (
        <>
          <TopBar user={user} onLoggedOut={askWho} />
          <Dashboard key={user.id} user={user} onSignedOut={askWho} />
        </>
      ) : error?.status === 401 ? (
        <LoginScreen onLoggedIn={askWho} />
      ) : error && !isLoading ? (
        <main className="page">
          <FailureNote what="Failed to load dashboard data" error={error} onRetry={askWho} />
        </main>
      ) : (
        <main className="page">
          <Skeleton words="Loading dashboard..." />
        </main>
      )}
      <ToastList />
    </>
  )
}
