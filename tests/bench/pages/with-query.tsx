import { QueryClient } from '@tanstack/react-query'
import { runApp } from './app.tsx'
import { queryLibrary } from './query-library.tsx'

runApp(queryLibrary(new QueryClient(), (input, init) => fetch(input, init)))
