import { theJournalKeepsTheLaw } from './test-journal-law.ts'

theJournalKeepsTheLaw(20)
