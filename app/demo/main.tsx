import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { registerPaymentSync } from '../client/public.ts'
import { App } from './app.tsx'
import { ClientContext } from './client-context.ts'
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import './styles/page.css'
import './styles/badge.css'
import './styles/card.css'
import './styles/login.css'
import './styles/feedback.css'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element "root".')

const client = registerPaymentSync({ url: '/sw.js', live: '/api/events' })
createRoot(root).render(
  <StrictMode>
    <ClientContext value={client}>
      <App />
    </ClientContext>
  </StrictMode>,
)
