import { expect, test } from './support/fixtures.ts'
import { runScript, stage } from './support/stage.ts'

for (const [name, library] of [
  ['react-query', 'TanStack Query'],
  ['react-swr', 'SWR'],
] as const) {
  test(`${library}: existing queries ask again when something changed, in every tab, and don't poll for it`, async ({
    page,
    paymentSync,
    serve,
    another,
  }) => {
    const folder = await stage(name)
    await runScript(folder, 'build')
    const { url, requests, payElsewhere } = await serve(`${folder}/dist`)
    await page.clock.install()
    await page.goto(url)
    await paymentSync.controlled()
    const other = await another(url)
    await page.reload()
    await expect(page.getByText('1 paid')).toBeVisible()

    await other.getByRole('button', { name: 'Pay Garden work' }).click()
    for (const tab of [page, other]) await expect(tab.getByText('Garden work: ESCROW')).toBeVisible()
    payElsewhere('8')
    for (const tab of [page, other]) await expect(tab.getByText('Window cleaning: ESCROW')).toBeVisible()
    await expect(page.getByText('live: connected')).toBeVisible()

    // Its interval is 2 s: what would have been asked by now was not.
    const before = requests.length
    await page.clock.runFor(20_000)
    await page.evaluate(() => fetch('/api/payment/verify?bookingId=7'))
    const asked = requests.slice(before).filter((request) => !request.startsWith('GET /api/events'))
    expect(asked).toEqual(['GET /api/payment/verify?bookingId=7'])
  })
}
