import { expect, test } from 'vitest'
import { changedGroups } from '../../../app/client/changed-groups.ts'

const from = (header?: string) =>
  changedGroups({ headers: new Headers(header === undefined ? {} : { 'Cache-Group-Invalidation': header }) })

test('the groups that the server names are the ones that changed', () => {
  expect(from('"booking:7", "bookings"')).toEqual(['booking:7', 'bookings'])
  expect(from(String.raw`"a \"quoted\" one"`)).toEqual(['a "quoted" one'])
})

test('a server that says nothing names nothing', () => {
  expect(from()).toBe(undefined)
})

test.each(['bookings', '"booking:7",', '"a";p=1', '"@all"', '""', '1', '"a", {"b": 1}', '"a'])(
  'what cannot be read may mean everything: %s',
  (header) => {
    expect(from(header)).toEqual(['*'])
  },
)
