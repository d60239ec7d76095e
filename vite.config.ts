import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { under } from './scripts/places.ts'
import { paymentSyncWorker } from './scripts/worker-plugin.ts'

/** The demo, and the worker beside it. */
export default defineConfig({
  root: under('app/demo'),
  plugins: [react(), paymentSyncWorker()],
  build: { outDir: under('dist/demo'), emptyOutDir: true, target: 'es2022', reportCompressedSize: false },
})
