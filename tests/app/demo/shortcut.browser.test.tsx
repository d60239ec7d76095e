import type { ReactElement } from 'react'
import { expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { useShortcut } from '../../../app/demo/inspector/use-shortcut.ts'

function Page({ onPress }: { readonly onPress: () => void }): ReactElement {
  useShortcut(onPress)
  return (
    <>
      <button type="button">A button</button>
      <input aria-label="A field" />
      <input type="radio" aria-label="A choice" />
      <div contentEditable suppressContentEditableWarning role="textbox" aria-label="A text" tabIndex={0} />
    </>
  )
}

const ALT_I = '{Alt>}i{/Alt}'

test('Alt+I works wherever the focus is, but not for whoever is typing', async () => {
  const onPress = vi.fn()
  const screen = await render(<Page onPress={onPress} />)
  await userEvent.keyboard(ALT_I)
  expect(onPress).toHaveBeenCalledTimes(1)
  await screen.getByRole('button').click()
  await userEvent.keyboard(ALT_I)
  await screen.getByLabelText('A choice').click()
  await userEvent.keyboard(ALT_I)
  expect(onPress).toHaveBeenCalledTimes(3)
  for (const name of ['A field', 'A text']) {
    await screen.getByLabelText(name).click()
    await userEvent.keyboard(ALT_I)
  }
  expect(onPress).toHaveBeenCalledTimes(3)
})

test('nothing else is it: other modifiers belong to the browser and to screen readers', async () => {
  const onPress = vi.fn()
  await render(<Page onPress={onPress} />)
  for (const keys of ['i', '{Shift>}{Alt>}i{/Alt}{/Shift}', '{Control>}{Alt>}i{/Alt}{/Control}', '{Alt>}o{/Alt}'])
    await userEvent.keyboard(keys)
  expect(onPress).not.toHaveBeenCalled()
})

test('on a Mac, where Option+I begins a letter with a circumflex, it is known by its place', async () => {
  const onPress = vi.fn()
  await render(<Page onPress={onPress} />)
  const press = (init: KeyboardEventInit): boolean =>
    document.body.dispatchEvent(
      new KeyboardEvent('keydown', { altKey: true, bubbles: true, cancelable: true, ...init }),
    )
  expect(press({ key: 'Dead', code: 'KeyI' })).toBe(false)
  expect(press({ key: 'ˆ', code: 'KeyI' })).toBe(false)
  expect(press({ key: 'c', code: 'KeyI' })).toBe(true) // Another layout.
  expect(onPress).toHaveBeenCalledTimes(2)
})
