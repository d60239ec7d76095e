import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { root, under } from '../../scripts/places.ts'

const pages = [
  under('README.md'),
  under('CHANGELOG.md'),
  ...['docs', 'examples', 'tests'].flatMap((folder) =>
    readdirSync(under(folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.md') && !path.includes('node_modules'))
      .map((path) => join(under(folder), path)),
  ),
]

/** What a heading is called in a link to it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

const anchorsIn = (file: string): readonly string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading))

/** Links to files of the repository, and pictures; not to the web, nor what stands in code. */
const linksIn = (file: string): readonly string[] =>
  [
    ...readFileSync(file, 'utf8')
      .replaceAll(/```.*?```|`[^`]*`/gs, '')
      .matchAll(/\]\(([^)\s]+)\)/g),
  ]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z]+:/.test(link))

test.each(pages.map((file) => relative(root, file)))('%s links to what is there', (page) => {
  const file = under(page)
  const broken = linksIn(file).filter((link) => {
    const [path = '', anchor] = link.split('#')
    const target = path === '' ? file : join(dirname(file), path)
    return !existsSync(target) || (anchor !== undefined && !anchorsIn(target).includes(anchor))
  })
  expect(broken).toEqual([])
})

test('there are pages, and links in them', () => {
  expect(pages.flatMap(linksIn).length).toBeGreaterThan(50)
})
