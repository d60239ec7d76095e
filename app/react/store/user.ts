import type { User } from '../../../shared/domain.ts'
import { ApiError } from '../api/api-error.ts'
import type { Core } from './core.ts'
import { createResource, type Resource } from './resource.ts'

/** Who is here. The worker doesn't store it: each time the server is asked. */
export function createUser(core: Core, onOther: () => void): Resource<User> {
  return createResource<User>(core, {
    url: '/api/auth/me',
    groups: () => ['session'],
    askAgain: 'first',
    take({ user }, before) {
      if (!user) throw new ApiError('refused', 502)
      const here = user as User
      // Nobody told us that the session changed; what is on screen may be somebody else's.
      if (before && before.id !== here.id) onOther()
      return here
    },
    onWatch: (_, isConfirmed) => (isConfirmed ? undefined : 'first'),
    mayChange: () => false,
  })
}
