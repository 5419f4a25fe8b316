export type {
  ClassRow,
  ConfusedPair,
  ExampleRow,
  Headline,
  HistoryTable,
  ReportData,
  ReportDataset,
  ReportFigure,
  ReportModel,
  ReportResults,
  ReportTraining,
  Reproduction,
  ResultRow,
  SampleText,
  ValueFormat,
} from './data.js';
export { renderReport } from './report.js';
export {
  renderSuite,
  type SuiteFigure,
  type SuiteNotes,
  type SuiteReportData,
  type WrittenTexts,
} from './suite-report.js';
