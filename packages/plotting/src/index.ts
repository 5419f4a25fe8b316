export { type Bar, type BarChartOptions, barChart } from './bar-chart.js';
export { type ConfusionMatrixOptions, confusionMatrixPlot } from './confusion-matrix.js';
export { PlotError } from './errors.js';
export { type FeatureMapsOptions, featureMaps, type ImageMaps } from './feature-maps.js';
export type { NumberFormat } from './format.js';
export { type GridLinesOptions, gridLines } from './grid-lines.js';
export { type HeatmapOptions, heatmap } from './heatmap.js';
export { type GridImage, type ImageGridOptions, imageGrid } from './image-grid.js';
export type { Annotation } from './line-annotations.js';
export { type LineChartOptions, lineChart } from './line-chart.js';
export type { LineSeries } from './line-series.js';
export { type PredictedImage, type PredictionGridOptions, predictionGrid } from './prediction-grid.js';
export { type CurveRun, type RunCurvesOptions, runCurves } from './run-curves.js';
export type { SampleRow, SampleSequence } from './sample-layouts.js';
export { type SampleTableOptions, sampleTable } from './sample-table.js';
export {
  type SparklineOptions,
  sparkline,
  type TerminalLineChartOptions,
  type TerminalSeries,
  terminalLineChart,
} from './terminal-charts.js';
export { type Marker, theme } from './theme.js';
export { type PngOptions, toPng } from './to-png.js';
