import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { expect, onTestFinished, test } from 'vitest'
import { securityHeaders } from '../../app/server/http/security-headers.ts'
import { staticFiles } from '../../app/server/static/static-files.ts'

/** A built page as the build leaves it, and a file beside it that is nobody's business. */
function builtPage() {
  const parent = mkdtempSync(join(tmpdir(), 'payment-sync-page-'))
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }))
  const root = join(parent, 'demo')
  mkdirSync(join(root, 'assets'), { recursive: true })
  writeFileSync(join(root, 'index.html'), '<!doctype html><title>demo</title>')
  writeFileSync(join(root, 'sw.js'), 'worker')
  writeFileSync(join(root, 'payment-sync-sw.js'), 'worker')
  writeFileSync(join(root, 'assets/app-B4tq_x9Z.js'), 'app')
  writeFileSync(join(parent, 'secret.txt'), 'secret')
  return new Hono().use(securityHeaders).route('/', staticFiles(root))
}

const navigation = { headers: { 'sec-fetch-mode': 'navigate', accept: 'text/html' } }

test('lets browsers keep hashed files for good, and ask for everything else', async () => {
  const page = builtPage()
  const of = async (path: string) => {
    const response = await page.request(path)
    return [response.status, response.headers.get('cache-control')]
  }
  expect(await of('/assets/app-B4tq_x9Z.js')).toEqual([200, 'public, max-age=31536000, immutable'])
  expect(await of('/sw.js')).toEqual([200, 'no-cache'])
  expect(await of('/payment-sync-sw.js')).toEqual([200, 'no-cache'])
  expect(await of('/')).toEqual([200, 'no-cache'])
  expect(await of('/index.html')).toEqual([200, 'no-cache'])
})

test('serves scripts as scripts, and confirms what a browser has', async () => {
  const page = builtPage()
  const first = await page.request('/sw.js')
  expect(first.headers.get('content-type')).toMatch(/^text\/javascript/)
  expect(first.headers.get('x-content-type-options')).toBe('nosniff')
  expect(first.headers.get('content-security-policy')).toContain("default-src 'self'")
  const headers = { 'if-none-match': first.headers.get('etag') ?? '' }
  expect((await page.request('/sw.js', { headers })).status).toBe(304)
})

test('gives the page to navigations that only it knows, and a 404 to everything else', async () => {
  const page = builtPage()
  const deep = await page.request('/dashboard/7?payment=success', navigation)
  expect([deep.status, await deep.text()]).toEqual([200, '<!doctype html><title>demo</title>'])
  expect((await page.request('/dashboard/7', { headers: { accept: 'text/html,*/*' } })).status).toBe(200)
  expect((await page.request('/missing.js', { headers: { 'sec-fetch-mode': 'no-cors' } })).status).toBe(404)
  expect((await page.request('/api/nothing', navigation)).status).toBe(404)
  expect((await page.request('/sandbox/nothing', navigation)).status).toBe(404)
})

test('serves nothing from outside the page', async () => {
  const page = builtPage()
  for (const path of [
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..\\secret.txt',
  ]) {
    expect((await page.request(path)).status).toBe(404)
  }
})

test('says what to do while there is no page yet', async () => {
  const page = new Hono().route('/', staticFiles(join(tmpdir(), 'payment-sync-no-such-directory')))
  const response = await page.request('/', navigation)
  expect([response.status, await response.text()]).toEqual([
    503,
    'The page is not built yet. Run "npm run build", then load this again.',
  ])
})
