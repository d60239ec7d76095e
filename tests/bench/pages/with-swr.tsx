import { runApp } from './app.tsx'
import { readJson } from './library.ts'
import { swrLibrary } from './swr-library.tsx'

runApp(swrLibrary({ fetcher: (url: string) => readJson(fetch, url) }, (input, init) => fetch(input, init)))
