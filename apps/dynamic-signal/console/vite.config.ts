import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** What changes seldom is a file of its own, so that a new version of the console does not bring it anew. */
const groups = [
  { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|react-router|@tanstack)[\\/]/, priority: 2 },
  { name: 'fluent', test: /node_modules/, priority: 1 },
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
