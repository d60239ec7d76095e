import { useSyncExternalStore } from 'react'
import type { Resource, Snapshot } from './resource.ts'

/** What the resource shows, and again whenever that changes. */
export function useResource<Body>(resource: Resource<Body>): Snapshot<Body> {
  return useSyncExternalStore(resource.subscribe, resource.getSnapshot)
}
