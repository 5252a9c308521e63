import { createRoot } from 'react-dom/client'
import { StrictMode } from 'react'
import { RendererProvider, createDOMRenderer } from '@griffel/react'
import { QueryClientProvider } from '@tanstack/react-query'
import { BrowserRouter } from 'react-router'
import { createQueryClient } from '@usher/parts/query-client.ts'
import { App } from './app.tsx'
import { Theme } from '@usher/parts/theme.tsx'

const nonce = document.querySelector<HTMLElement>('meta[property=csp-nonce]')?.nonce ?? ''
const renderer = createDOMRenderer(document, { styleElementAttributes: { nonce } })
const root = document.querySelector('#root')
if (root === null) throw new Error('index.html has no #root.')

/** Nobody is signed in any more: the sign-in shows, and the address stays. */
const queryClient = createQueryClient((client) => client.setQueryData(['me'], null))

createRoot(root).render(
  <StrictMode>
    <RendererProvider renderer={renderer}>
      <QueryClientProvider client={queryClient}>
        <Theme>
          <BrowserRouter>
            <App />
          </BrowserRouter>
        </Theme>
      </QueryClientProvider>
    </RendererProvider>
  </StrictMode>,
)
