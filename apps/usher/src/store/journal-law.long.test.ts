import { theJournalKeepsTheLaw } from './test-journal-law.ts'

theJournalKeepsTheLaw(Number(process.env['LAW_SQL_HISTORIES'] ?? 600))
