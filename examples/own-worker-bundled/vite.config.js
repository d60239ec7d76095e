import { paymentSync } from 'payment-sync/vite'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [paymentSync({ worker: 'src/sw.js', fileName: 'sw.js' })],
  server: { proxy: { '/api': process.env.API ?? 'http://localhost:4180' } },
})
