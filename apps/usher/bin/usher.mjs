#!/usr/bin/env node
// Plain JavaScript: it runs on the Node that the machine has, and hands over to the Node 24 of this clone.
import { fileURLToPath } from 'node:url'
import { runOnPinnedNode } from '../../../scripts/pinned-node.mjs'

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
runOnPinnedNode([main, ...process.argv.slice(2)], { cwd: process.cwd() })
