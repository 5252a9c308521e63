import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/**
 * What every page needs changes seldom, and is a file of its own. What only some pages need of Fluent UI comes with those: it
 * would else be loaded before the first page is there (test/admin-center/size.test.ts).
 */
const groups = [
  { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|react-router|@tanstack)[\\/]/, priority: 1 },
]

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    license: { fileName: 'licenses.json' },
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // the policy allows no data: URLs
    chunkSizeWarningLimit: 900,
    rolldownOptions: { output: { codeSplitting: { groups } } },
  },
})
