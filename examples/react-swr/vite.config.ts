import react from '@vitejs/plugin-react'
import { paymentSync } from 'payment-sync/vite'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react(), paymentSync()],
  server: { proxy: { '/api': process.env['API'] ?? 'http://localhost:4180' } },
})
