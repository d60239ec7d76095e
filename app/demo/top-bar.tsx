import type { ReactElement, ReactNode } from 'react'
import type { User } from '../../shared/domain.ts'
import { useClient } from './client-context.ts'
import { LogoIcon } from './icons.tsx'
import { LiveBadge } from './live-badge.tsx'
import { logOut } from './session.ts'
import { StateBadge } from './state-badge.tsx'
import { toast } from './toasts.ts'
import { useTask } from './use-task.ts'

interface TopBarProps {
  readonly user: User
  readonly onLoggedOut: () => void
  /** Before *Log out*. */
  readonly children: ReactNode
}

export function TopBar({ user, onLoggedOut, children }: TopBarProps): ReactElement {
  const client = useClient()
  const logout = useTask(async () => {
    try {
      await logOut(client)
      onLoggedOut()
    } catch (error) {
      toast(`Could not log out. ${(error as Error).message}`)
    }
  })
  return (
    <header className="top">
      <div className="top-inner">
        <span className="brand">
          <LogoIcon />
          <span className="brand-name">Handover</span>
        </span>
        <span className="badges">
          <StateBadge />
          <LiveBadge />
        </span>
        <span className="who">
          <span className="who-name">{user.name}</span>
          <span className="who-role">{user.role === 'CLIENT' ? 'Client' : 'Provider'}</span>
        </span>
        {children}
        <button type="button" className="button quiet small" disabled={logout.isBusy} onClick={() => logout.run()}>
          {logout.isBusy ? 'Logging out…' : 'Log out'}
        </button>
      </div>
    </header>
  )
}
