/** Experiments of a report that belong together. */
export interface Suite {
  readonly name: string;
  readonly title: string;
  /** The question of the suite, one sentence. */
  readonly summary: string;
  /** The report it is from, if it is from one. */
  readonly report?: string;
  /** The folder of its data in the one that `--data` names; absent where data are generated. */
  readonly data?: string;
  /** Runs that are drawn in one plot over the epochs. */
  readonly curves: readonly Curves[];
  /** Runs whose training loss is drawn over the examples they have seen, closer than epochs. */
  readonly losses?: readonly Plot[];
  /** Runs whose accuracy over the length of the numbers is drawn in one plot. */
  readonly lengths?: readonly Lengths[];
  /** Measures of some recipes side by side, with the reported ones. */
  readonly bars?: readonly Bars[];
  /** A measure over two settings. */
  readonly grids?: readonly Grid[];
  /** Runs whose confusion matrices are drawn. */
  readonly confusions?: readonly string[];
  /** Runs of which test images are shown, with label and prediction. */
  readonly images?: readonly string[];
  /** Runs whose feature maps of the first test images are shown. */
  readonly features?: readonly Features[];
  /** Runs of which sequences are shown, with label and prediction: their names in the title, by recipe. */
  readonly sequences?: Readonly<Record<string, string>>;
  /** Runs of which texts are shown, with label and prediction. */
  readonly samples?: readonly string[];
}

/** Recipes that are drawn in one figure. */
export interface Plot {
  /** Name of the figure's file. */
  readonly name: string;
  readonly title: string;
  /** Names in the legend, by recipe. */
  readonly recipes: Readonly<Record<string, string>>;
  /** More of the caption. It may use means over the seeds; NaN where there are no runs. */
  caption?(mean: MeanOf): string;
}

/** The mean of a measure over the seeds of a recipe; NaN where there are no runs. */
export type MeanOf = (recipe: string, measure: string) => number;

/** Recipes that are drawn over the epochs. */
export interface Curves extends Plot {
  /** The metrics to draw. Default: both. */
  readonly draw?: readonly ('loss' | 'accuracy')[];
  /** Of many runs only the training loss and the validation accuracy, each in one line. */
  readonly single?: boolean;
}

/** Pairs of recipes in one color: by the name of each pair, the recipe that is drawn solid and the one that is dashed. */
export interface Lengths {
  readonly name: string;
  readonly title: string;
  readonly solid: string;
  readonly dashed: string;
  readonly pairs: Readonly<Record<string, { readonly solid: string; readonly dashed: string }>>;
}

export interface Bars extends Plot {
  readonly measure: string;
}

export interface Features {
  readonly recipe: string;
  /** Titles of layers, by their names. */
  readonly layers: Readonly<Record<string, string>>;
}

/** A measure of recipes that differ in two numbers. */
export interface Grid {
  readonly name: string;
  readonly title: string;
  readonly measure: string;
  readonly x: { readonly label: string; readonly values: readonly number[] };
  readonly y: { readonly label: string; readonly values: readonly number[] };
  /** The recipe of a cell. */
  recipe(x: number, y: number): string;
}
