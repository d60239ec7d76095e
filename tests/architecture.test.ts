import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { isScript, readImports, type Import, type Sources } from './support/read-imports.ts'

/** The rooms of the worker, in the order in which a request walks through them, and what each may import beside itself. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  event: ['policy', 'strategy', 'observe', 'network', 'store', 'invalidate', 'broadcast'],
  policy: [],
  strategy: ['observe', 'network', 'store', 'invalidate', 'broadcast'],
  // It sees, and decides nothing: only these two show it anything.
  observe: ['network', 'store'],
  network: [],
  store: ['invalidate', 'broadcast'],
  invalidate: [],
  broadcast: [],
}

/** Files of the worker that stand beside the walk: any room may import them. They may name the types of these rooms. */
const neutral: Readonly<Record<string, readonly string[]>> = {
  'sw/scope.ts': [],
  'sw/plan.ts': ['policy'],
  'sw/ports.ts': ['store'],
}

/** The doors of the worker: they may import any room. */
const doors = new Set(['sw/payment-sync-sw.ts', 'sw/payment-sync-remove-sw.ts', 'sw/public.ts'])

/** What each part of the page may import beside itself. */
const parts: Readonly<Record<string, readonly string[]>> = {
  'app/demo': ['app/react', 'app/client', 'shared'],
  'app/react': ['app/client', 'shared'],
  'app/client': ['shared'],
  'app/tanstack-query': ['app/client', 'shared'],
  'app/swr': ['app/client', 'shared'],
  'app/vite': ['shared'],
  'app/testing': ['shared'],
  'app/server': ['shared'],
  shared: [],
}

/** The demo is a user of the library, so it comes in by the front door. */
const guests: Readonly<Record<string, readonly string[]>> = {
  'app/client/public.ts': ['app/demo'],
  'app/react/public.ts': ['app/demo'],
  'app/react/inspector/public.ts': ['app/demo'],
}

const emptyNames = new Set(['utils', 'helpers', 'types', 'constants', 'index'])
const mostLines = 250

test('imports walk forward, files are small, and names say what is in them', () => {
  expect(violations(readHouse())).toEqual([])
})

test('the house was read', () => {
  expect(Object.keys(readHouse()).length).toBeGreaterThan(10)
})

test.each([
  ['a room that turns back', 'sw/store/commit.ts', `import { x } from '../strategy/answer.ts'`, 'turns back'],
  ['a type that turns back', 'sw/store/commit.ts', `import type { X } from '../strategy/answer.ts'`, 'turns back'],
  ['a type named in passing', 'sw/store/commit.ts', `let x: import('../event/on-fetch.ts').X`, 'turns back'],
  ['a re-export that turns back', 'sw/network/ask.ts', `export * from '../store/commit.ts'`, 'turns back'],
  ['an import at run time', 'sw/policy/decide.ts', `await import('../strategy/answer.ts')`, 'turns back'],
  ['a neutral file that enters a room', 'sw/plan.ts', `import { x } from './policy/decide.ts'`, 'stands beside'],
  ['a neutral file that names the wrong room', 'sw/plan.ts', `import type { X } from './event/a.ts'`, 'stands beside'],
  ['a room that nobody knows', 'sw/misc/a.ts', '', 'not in the list of rooms'],
  ['a worker that reaches for the page', 'sw/event/a.ts', `import '../../app/client/a.ts'`, 'another realm'],
  ['a page that reaches for the worker', 'app/client/a.ts', `import '../../sw/plan.ts'`, 'may not import'],
  ['a client that needs the kit', 'app/client/a.ts', `import '../react/a.ts'`, 'may not import'],
  ['a client that needs React', 'app/client/a.ts', `import { useState } from 'react'`, 'React'],
  ['a client that needs React DOM', 'app/client/a.ts', `import 'react-dom/client'`, 'React'],
  ['a server that reaches for the page', 'app/server/a.ts', `import '../client/a.ts'`, 'may not import'],
  ['a contract that is not its own', 'shared/a.ts', `import '../app/client/a.ts'`, 'may not import'],
  ['a file that nobody owns', 'app/a.ts', '', 'not in the list of parts'],
  ['an import of the front door', 'app/react/a.ts', `import '../client/public.ts'`, 'front door'],
  ['an empty name', 'shared/utils.ts', '', 'says nothing'],
  ['an empty name with JSX', 'app/react/index.tsx', '', 'says nothing'],
  ['a long file', 'shared/long.ts', '\n'.repeat(250), 'lines'],
])('%s is a violation', (_, path, source, why) => {
  const others = ['sw/strategy/answer.ts', 'sw/event/on-fetch.ts', 'sw/policy/decide.ts', 'app/client/public.ts']
  const house = { ...Object.fromEntries(others.map((other) => [other, ''])), [path]: source }

  expect(violations(house)).toEqual([expect.stringMatching(new RegExp(`^${path}.*${why}`))])
})

test('a cycle is a violation, also one of types, and is told once with every file of it', () => {
  const house = {
    'shared/a.ts': `import './b.ts'`,
    'shared/b.ts': `export type { C } from './c.ts'`,
    'shared/c.ts': `import type { A } from './a.ts'`,
    'shared/d.ts': `import './a.ts'`,
  }

  expect(violations(house)).toEqual([
    'shared/a.ts → shared/b.ts → shared/c.ts → shared/a.ts is a cycle: no file in it can be read first',
  ])
})

test('a house as it should be has no violations', () => {
  const house = {
    'sw/payment-sync-sw.ts': `import './event/on-fetch.ts'`,
    'sw/event/on-fetch.ts': `import './x.ts'; import '../store/commit.ts'; import '../../shared/policy.ts'`,
    'sw/event/x.ts': `import 'workbox-routing'`,
    'sw/store/commit.ts': `import type { Plan } from '../plan.ts'; import '../broadcast/tell.ts'`,
    'sw/broadcast/tell.ts': '',
    'sw/plan.ts': `import '../shared/policy.ts'; import type { X } from './policy/decide.ts'`,
    'sw/policy/decide.ts': '',
    'shared/policy.ts': `import { parse } from 'some-library'`,
    'app/demo/main.tsx': `import '../client/public.ts'; import './page.css'`,
    'app/client/public.ts': `export * from './register.ts'`,
    'app/client/register.ts': '',
    'app/demo/index.html': '<!doctype html>',
    'app/demo/page.css': 'h1 { color: red }',
  }

  expect(violations(house)).toEqual([])
})

/** One line for each: the file, its import, and why not. */
function violations(house: Sources): string[] {
  const graph = new Map(Object.keys(house).map((path) => [path, readImports(path, house)]))
  return [...graph]
    .flatMap(([path, imports]) =>
      aboutFile(path, house[path] ?? '').concat(imports.flatMap((one) => aboutImport(path, one))),
    )
    .concat(cycles(graph))
}

function aboutFile(path: string, source: string): string[] {
  const found: string[] = []
  const name = basename(path).split('.')[0] ?? ''
  const lines = source.split('\n').length
  if (isScript(path) && emptyNames.has(name)) found.push(`${path}: the name says nothing about what is in it`)
  if (lines > mostLines)
    found.push(`${path} has ${lines} lines, and ${mostLines} is the most: it is more than one file`)
  if (path.startsWith('sw/')) {
    const room = roomOf(path)
    if (room !== undefined && !Object.hasOwn(rooms, room)) found.push(`${path}: ${room} is not in the list of rooms`)
    if (room === undefined && !Object.hasOwn(neutral, path) && !doors.has(path))
      found.push(`${path} is not in a room, and not in the list of neutral files`)
  } else if (partOf(path) === undefined) found.push(`${path} is not in the list of parts`)
  return found
}

function aboutImport(path: string, { says, file, typeOnly }: Import): string[] {
  const no = (why: string): string[] => [`${path} imports ${says}: ${why}`]
  if (file === undefined) {
    return path.startsWith('app/client/') && /^react(-dom)?(\/|$)/.test(says)
      ? no('the client serves apps without React')
      : []
  }
  if (basename(file) === 'public.ts' && !guests[file]?.some((guest) => path.startsWith(`${guest}/`))) {
    return no('a front door is for those outside; import the file itself')
  }
  if (path.startsWith('sw/')) return aboutRoom(path, file, typeOnly).flatMap(no)

  const [from, to] = [partOf(path), partOf(file) ?? file]
  if (from === undefined || from === to || parts[from]?.includes(to)) return []
  return no(`${from} may not import ${to}`)
}

function aboutRoom(path: string, file: string, typeOnly: boolean): string[] {
  if (file.startsWith('shared/') || Object.hasOwn(neutral, file) || doors.has(path)) return []
  if (!file.startsWith('sw/')) return ['that is another realm']
  const [from, to] = [roomOf(path), roomOf(file) ?? file]
  if (from === undefined) {
    return typeOnly && neutral[path]?.includes(to) ? [] : ['it stands beside the walk, and enters no room']
  }
  return from === to || rooms[from]?.includes(to) ? [] : [`${from} → ${to} turns back`]
}

/** The folder in `sw/`, or undefined for a file that is in none. */
function roomOf(path: string): string | undefined {
  const [, room, ...rest] = path.split('/')
  return rest.length > 0 ? room : undefined
}

const partOf = (path: string): string | undefined => Object.keys(parts).find((part) => path.startsWith(`${part}/`))

function cycles(graph: ReadonlyMap<string, readonly Import[]>): string[] {
  const done = new Set<string>()
  const found: string[] = []
  const walk = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path)
    if (at !== -1) found.push(`${[...trail.slice(at), path].join(' → ')} is a cycle: no file in it can be read first`)
    if (at !== -1 || done.has(path)) return
    for (const { file } of graph.get(path) ?? []) if (file !== undefined) walk(file, [...trail, path])
    done.add(path)
  }
  for (const path of graph.keys()) walk(path, [])
  return found
}

function readHouse(): Sources {
  const root = new URL('../', import.meta.url)
  const paths = ['sw', 'app', 'shared'].flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' }).map(
      (path) => `${folder}/${path.replaceAll('\\', '/')}`,
    ),
  )
  const code = paths.filter((path) => /\.(ts|tsx|js|css|html)$/.test(path))
  return Object.fromEntries(code.map((path) => [path, readFileSync(new URL(path, root), 'utf8')]))
}
