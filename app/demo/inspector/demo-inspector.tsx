import { lazy, Suspense, type ReactElement } from 'react'
import { useClient } from '../client-context.ts'
import { describeRequest } from './describe-request.ts'
import { ServerConditions } from './server-conditions.tsx'

/** A script of its own: the dashboard doesn't wait for it. */
const Inspector = lazy(async () => ({
  default: (await import('../../react/inspector/public.ts')).PaymentSyncInspector,
}))

interface DemoInspectorProps {
  readonly isOpen: boolean
  readonly onClose: () => void
}

/** The inspector of this app's client, with the switches of this app's server. */
export function DemoInspector({ isOpen, onClose }: DemoInspectorProps): ReactElement {
  return (
    <Suspense>
      <Inspector client={useClient()} isOpen={isOpen} onClose={onClose} describe={describeRequest}>
        <ServerConditions />
      </Inspector>
    </Suspense>
  )
}
