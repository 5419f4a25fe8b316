/** Experiments of a report that belong together. */
export interface Suite {
  readonly name: string;
  readonly title: string;
  /** One sentence: what is asked. */
  readonly summary: string;
  /** Which report it is from. */
  readonly report: string;
  /** The folder of its data in the one that `--data` names; absent where data are generated. */
  readonly data?: string;
  /** Runs that are drawn in one plot. */
  readonly curves: readonly Curves[];
  /** Runs whose confusion matrices are drawn. */
  readonly confusions?: readonly string[];
  /** Runs of which some examples are shown, with truth and prediction. */
  readonly samples?: readonly string[];
  /** Runs whose accuracy over the length of the numbers is drawn in one plot. */
  readonly lengths?: readonly Curves[];
  /** Measures of some recipes side by side. */
  readonly bars?: readonly (Curves & { readonly measure: string })[];
  /** A measure over two settings. */
  readonly grids?: readonly Grid[];
}

/** Recipes that are drawn in one plot. */
export interface Curves {
  /** Of the figure's file. */
  readonly name: string;
  readonly title: string;
  /** What each line is called, by its recipe. */
  readonly recipes: Readonly<Record<string, string>>;
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
