import { agNews, agNewsCard } from './ag-news.js';
import { cifar10, cifar10Card } from './cifar10.js';
import { dbpedia14, dbpedia14Card } from './dbpedia14.js';
import { fashionMnist, fashionMnistCard } from './fashion-mnist.js';
import { mnist, mnistCard } from './mnist.js';
import { names, namesCard } from './names.js';
import { ptb, ptbCard } from './ptb.js';
import { pytorchNames, pytorchNamesCard } from './pytorch-names.js';
import { starTrek, starTrekCard } from './star-trek.js';
import { tinyShakespeare, tinyShakespeareCard } from './tiny-shakespeare.js';

/** Every named dataset: how it is loaded, and its card. */
export const CATALOGUE = {
  'ag-news': { load: agNews, card: agNewsCard },
  cifar10: { load: cifar10, card: cifar10Card },
  dbpedia14: { load: dbpedia14, card: dbpedia14Card },
  'fashion-mnist': { load: fashionMnist, card: fashionMnistCard },
  mnist: { load: mnist, card: mnistCard },
  names: { load: names, card: namesCard },
  ptb: { load: ptb, card: ptbCard },
  'pytorch-names': { load: pytorchNames, card: pytorchNamesCard },
  'star-trek': { load: starTrek, card: starTrekCard },
  'tiny-shakespeare': { load: tinyShakespeare, card: tinyShakespeareCard },
} as const;

export {
  agNews,
  cifar10,
  dbpedia14,
  fashionMnist,
  mnist,
  names,
  ptb,
  pytorchNames,
  starTrek,
  tinyShakespeare,
};
