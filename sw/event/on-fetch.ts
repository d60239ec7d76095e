import type { RouteHandlerCallback } from 'workbox-core'
import { Route } from 'workbox-routing/Route.js'
import { Router } from 'workbox-routing/Router.js'
import type { MutationMatch } from '../plan.ts'
import { matchMutation } from '../policy/match-mutation.ts'
import { keyUrl, matchRead, readPlan, type ReadMatch } from '../policy/match-read.ts'
import { endLanding } from '../store/intents.ts'
import type { Context } from '../strategy/context.ts'
import { mutate } from '../strategy/mutate.ts'
import { observe, observeNavigation } from '../strategy/observe.ts'
import { passBy } from '../strategy/pass-by.ts'
import { sessionOf } from '../strategy/session-of.ts'
import { strategyFor } from '../strategy/strategy-for.ts'

/** Whether to answer is decided here, synchronously: `respondWith` can't wait. */
export function onFetch(context: Context): (event: FetchEvent) => void {
  const router = makeRouter(context)
  return (event) => {
    noteLanding(context, event)
    // What is known not to work, or isn't wanted now, isn't used at all: the browser does it better.
    const isIdle = context.store.isBad || context.store.seen.paused
    const response = isIdle ? undefined : router.handleRequest({ request: event.request, event })
    if (response) event.respondWith(response)
    else watch(context, event)
  }
}

/** Not `registerRoute`: its hidden router also listens for messages that make it fetch any URL. */
function makeRouter(context: Context): Router {
  const router = new Router()
  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
    router.registerRoute(new Route(({ request }) => answered(context, request), forward(context), method))
  }
  router.registerRoute(new Route(({ request }) => matchRead(context.policy, request), read(context), 'GET'))
  return router
}

function answered({ policy }: Context, request: Request): MutationMatch | undefined {
  // A navigation's answer is the browser's; an opaque one tells us nothing.
  if (request.mode === 'navigate' || request.mode === 'no-cors') return undefined
  const match = matchMutation(policy, request)
  return match?.route && !match.route.rule.observe ? match : undefined
}

function forward(context: Context): RouteHandlerCallback {
  return ({ event, params }) => {
    const { clientId, handled } = event as FetchEvent
    const waitUntil = (promise: Promise<unknown>): void => event.waitUntil(promise)
    const match = params as unknown as MutationMatch
    const { ports, observer } = context
    const began = ports.now().mono
    const answered = mutate(context, match, {
      clientId,
      waitUntil,
      // Older engines don't tell; then the hand-over is as good as done when we have answered.
      handled: handled ?? Promise.resolve(),
    })
    observer.answers({ ...match, clientId }, began, answered)
    return answered
  }
}

function read(context: Context): RouteHandlerCallback {
  return async ({ request, event, params }) => {
    const match = params as unknown as ReadMatch
    const session = await sessionOf(context, request).catch(() => undefined)
    if (!session) return passBy(context, request, keyUrl(match, context.policy))
    const plan = readPlan(match, context.policy, session, (event as FetchEvent).clientId)
    return strategyFor(context, plan).handle({ request, event, params: plan })
  }
}

/** What changes something and isn't answered by us is watched, so that nobody is served what it made wrong. */
function watch(context: Context, event: FetchEvent): void {
  const { request, resultingClientId, clientId } = event
  const match = matchMutation(context.policy, request)
  if (!match) return
  context.observer.watches({ request, clientId }, match.route !== undefined)
  if (request.mode === 'navigate' && match.route?.rule.session)
    event.waitUntil(observeNavigation(context, resultingClientId))
  else event.waitUntil(observe(context, match, clientId))
}

function noteLanding({ store }: Context, event: FetchEvent): void {
  const { clientId } = event
  if (clientId !== '' && store.awaits(clientId)) event.waitUntil(store.commit((draft) => endLanding(draft, clientId)))
}
