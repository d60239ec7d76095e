import axe from 'axe-core'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { PaymentSyncInspector } from '../../../../app/react/inspector/public.ts'
import '../../../../app/react/inspector/styles/inspector.css'
import { busyWorker, inspectedClient } from '../../support/inspected-client.ts'

const ways = {
  'that was stopped': { paused: true },
  'that is not there': { state: 'unsupported' },
  'that is busy': {},
} as const

test.each(
  Object.entries(ways).flatMap(([name, more]) =>
    [360, 1440].flatMap((width) => (['light', 'dark'] as const).map((theme) => [name, width, theme, more] as const)),
  ),
)('a worker %s, %i px, %s: axe finds nothing, and nothing is too wide', async (_, width, theme, more) => {
  await page.viewport(width, 900)
  const { client, told, tell } = inspectedClient(more)
  Object.assign(told, busyWorker())
  const screen = await render(
    <main data-psync-theme={theme} style={{ colorScheme: theme }}>
      <PaymentSyncInspector client={client} onClose={() => undefined} />
    </main>,
  )
  tell({ reason: 'mutation', groups: ['booking:7'] })
  await expect.element(screen.getByText('4 stored')).toBeInTheDocument()
  await screen.getByText('3 groups').click()
  await expect.element(screen.getByRole('button', { name: 'booking:8' })).toBeVisible()

  const { violations } = await axe.run(screen.container)
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([])
  const panel = screen.getByRole('complementary').element()
  expect(panel.scrollWidth).toBeLessThanOrEqual(panel.clientWidth)
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width)
})
