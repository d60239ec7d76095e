import { useCallback, useState, type ReactElement } from 'react'
import { ApiError, SynchronizedDashboard, useUser } from '../react/public.ts'
import { BookingGrid } from './booking-grid.tsx'
import { BookingsSource } from './bookings-source.tsx'
import { FailureNote } from './failure-note.tsx'
import { DemoInspector } from './inspector/demo-inspector.tsx'
import { InspectorButton } from './inspector/inspector-button.tsx'
import { useShortcut } from './inspector/use-shortcut.ts'
import { LoginScreen } from './login-screen.tsx'
import { NewBooking } from './new-booking.tsx'
import { OfflineBanner } from './offline-banner.tsx'
import { ProgressBar } from './progress-bar.tsx'
import { Skeleton } from './skeleton.tsx'
import { ToastList } from './toast-list.tsx'
import { TopBar } from './top-bar.tsx'

/** Who is here decides what is shown. Any change of session, in any tab, asks anew. */
export function App(): ReactElement {
  const { user, error, isRefreshing, refresh } = useUser()
  const askWho = useCallback(() => void refresh(), [refresh])
  const [isInspected, setInspected] = useState(false)
  const inspect = (): void => setInspected(!isInspected)
  useShortcut(inspect)
  const isSignedOut = error instanceof ApiError && error.status === 401

  return (
    <>
      <ProgressBar />
      {!user && (
        <div className="corner">
          <InspectorButton isOpen={isInspected} onToggle={inspect} />
        </div>
      )}
      <OfflineBanner />
      {user ? (
        <>
          <TopBar user={user} onLoggedOut={askWho}>
            <InspectorButton isOpen={isInspected} onToggle={inspect} />
          </TopBar>
          <main className="page">
            <SynchronizedDashboard
              key={user.id}
              onSignedOut={askWho}
              note={<BookingsSource />}
              actions={user.role === 'CLIENT' && <NewBooking />}
            >
              {(bookings) => <BookingGrid bookings={bookings} user={user} />}
            </SynchronizedDashboard>
          </main>
        </>
      ) : isSignedOut ? (
        <LoginScreen onLoggedIn={askWho} />
      ) : error && !isRefreshing ? (
        <main className="page">
          <FailureNote what="Failed to load dashboard data" error={error} onRetry={askWho} />
        </main>
      ) : (
        <main className="page">
          <Skeleton words="Loading dashboard..." />
        </main>
      )}
      <DemoInspector isOpen={isInspected} onClose={() => setInspected(false)} />
      <ToastList />
    </>
  )
}
