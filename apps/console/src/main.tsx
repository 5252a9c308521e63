import { createRoot } from 'react-dom/client'
import { StrictMode } from 'react'
import { RendererProvider, createDOMRenderer } from '@griffel/react'
import { QueryClientProvider } from '@tanstack/react-query'
import { BrowserRouter } from 'react-router'
import { createQueryClient } from '@usher/parts/query-client.ts'
import { Theme } from '@usher/parts/theme.tsx'
import { signInAgain } from './api/session.ts'
import { App } from './app.tsx'

const nonce = document.querySelector<HTMLElement>('meta[property=csp-nonce]')?.nonce ?? ''
const renderer = createDOMRenderer(document, { styleElementAttributes: { nonce } })
const root = document.querySelector('#root')
if (root === null) throw new Error('index.html has no #root.')

createRoot(root).render(
  <StrictMode>
    <RendererProvider renderer={renderer}>
      <QueryClientProvider client={createQueryClient(signInAgain)}>
        <Theme>
          <BrowserRouter>
            <App />
          </BrowserRouter>
        </Theme>
      </QueryClientProvider>
    </RendererProvider>
  </StrictMode>,
)
