import type { ReactElement } from 'react'
import { OfflineIcon } from './icons.tsx'
import { useOnline } from './use-online.ts'

export function OfflineBanner(): ReactElement {
  const isOnline = useOnline()
  return (
    <div role="status" className="offline-region">
      {!isOnline && (
        <p className="offline">
          <OfflineIcon />
          <span>
            <strong>You are offline.</strong> You see what was last known. Paying and changing bookings has to wait
            until you are back.
          </span>
        </p>
      )}
    </div>
  )
}
