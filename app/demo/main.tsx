import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { registerPaymentSync } from '../client/public.ts'
import { App } from './app.tsx'
import { KitProvider } from './kit-provider.tsx'
import { trackedClient } from './tracked-client.ts'
import '../react/styles/react.css'
import '../react/inspector/styles/inspector.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import './styles/page.css'
import './styles/badge.css'
import './styles/login.css'
import './styles/dialog.css'
import './styles/feedback.css'
import './styles/history.css'
import './styles/inspector.css'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element "root".')

const client = trackedClient(registerPaymentSync({ url: '/sw.js', live: '/api/events' }))
createRoot(root).render(
  <StrictMode>
    <KitProvider client={client}>
      <App />
    </KitProvider>
  </StrictMode>,
)
