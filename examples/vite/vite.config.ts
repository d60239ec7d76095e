import { paymentSync } from 'payment-sync/vite'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [paymentSync({ policy: 'payment-sync.policy.ts' })],
  server: { proxy: { '/api': process.env['API'] ?? 'http://localhost:4180' } },
})
