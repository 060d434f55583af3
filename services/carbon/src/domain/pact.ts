import type { ChainElement } from '@greenlane/emissions/door-to-port';
import { FUELEU_FACTOR_SET, GLEC_FACTOR_SET } from '@greenlane/emissions/factors';
import { operationCategoryOf } from '@greenlane/emissions/operation-categories';
import { canonicalHash } from '@greenlane/kernel/canonical-json';
import { type Decimal, decimal, sum, toText } from '@greenlane/kernel/decimal';
import type { Hoc, Toc } from './ileap.ts';
import { hocsOf, type IleapSource, shipmentFootprint, tocsOf } from './ileap-export.ts';

/** A footprint row, as far as the envelope of the exchange needs it. */
export type PactSource = IleapSource & {
  readonly footprintId: string;
  readonly version: number;
  readonly supersedes: string | null;
  readonly createdAt: string;
  /** False once another version replaced it or its cargo does not sail: PACT's `Deprecated`. */
  readonly isActive: boolean;
};

/** UN Central Product Classification 83117: what iLEAP names for logistics. */
export const PRODUCT_CATEGORY_CPC = '83117';
const PRODUCT_URN = 'urn:pathfinder:product:customcode:vendor-assigned:';
export const SHIPMENT_URN = `${PRODUCT_URN}shipment:`;
export const COMPANY_URN = 'urn:pathfinder:company:customcode:vendor-assigned:';

const DOCUMENTATION = 'https://sine-fdn.github.io/ileap-extension/';
const utc = (moment: string): string => new Date(moment).toISOString();

/** A UUID (version 8, RFC 9562) that a category keeps for as long as its content stays the same. */
function contentId(content: unknown): string {
  const hex = canonicalHash(content);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

type Part = {
  readonly id: string;
  readonly kind: 'shipment' | 'toc' | 'hoc';
  readonly dataSchema: 'shipment-footprint' | 'toc' | 'hoc';
  readonly itsId: string;
  readonly declaredUnit: 'ton kilometer' | 'kilogram';
  readonly unitaryProductAmount: string;
  readonly kilograms: string;
  readonly primaryDataShare: string;
  /** What the figure was made of. */
  readonly elements: readonly Pick<ChainElement, 'gwpSet' | 'factorSetVersion'>[];
  readonly data: unknown;
};

/** The IPCC reports behind a figure, oldest first; a figure of GLEC and FuelEU factors has two. */
function ipccReportsOf(elements: Part['elements']): readonly string[] {
  return [...new Set(elements.flatMap(({ gwpSet }) => gwpSet.split('_AND_')))].sort();
}

const FACTOR_SOURCES = [
  { factorSet: GLEC_FACTOR_SET, name: 'GLEC Framework', version: GLEC_FACTOR_SET.replace('GLEC-', '') },
  { factorSet: FUELEU_FACTOR_SET, name: 'FuelEU Maritime, Regulation (EU) 2023/1805, Annex II', version: '2023' },
] as const;

function factorSourcesOf(elements: Part['elements']) {
  return FACTOR_SOURCES.filter(({ factorSet }) =>
    elements.some((element) => element.factorSetVersion.includes(factorSet)),
  ).map(({ name, version }) => ({ name, version }));
}

function productFootprint(part: Part, source: PactSource) {
  const { allocation } = source;
  const names = { shipment: 'Shipment', toc: 'Transport operation category', hoc: 'Hub operation category' };
  const name = `${names[part.kind]} ${part.itsId}`;
  const ipccReports = ipccReportsOf(part.elements);
  return {
    id: part.id,
    specVersion: '2.1.0',
    ...(part.kind === 'shipment' && source.supersedes !== null ? { precedingPfIds: [source.supersedes] } : {}),
    version: source.version,
    created: utc(source.createdAt),
    status: source.isActive ? 'Active' : 'Deprecated',
    companyName: allocation.exporterName,
    companyIds: [`${COMPANY_URN}${allocation.exporterId}`],
    productDescription: `Logistics emissions of ${name}`,
    productIds: [`${PRODUCT_URN}${part.kind}:${part.itsId}`],
    productCategoryCpc: PRODUCT_CATEGORY_CPC,
    productNameCompany: name,
    comment: '',
    pcf: {
      declaredUnit: part.declaredUnit,
      unitaryProductAmount: part.unitaryProductAmount,
      pCfExcludingBiogenic: part.kilograms,
      fossilGhgEmissions: part.kilograms,
      fossilCarbonContent: '0',
      biogenicCarbonContent: '0',
      // Deprecated, and its earliest value is AR5: what is older is said by the property that follows.
      characterizationFactors: ipccReports[0] === 'AR6' ? 'AR6' : 'AR5',
      ipccCharacterizationFactorsSources: ipccReports,
      crossSectoralStandardsUsed: ['ISO Standard 14067'],
      productOrSectorSpecificRules: [
        {
          operator: 'Other',
          ruleNames: ['ISO 14083:2023', 'GLEC Framework v3.2'],
          otherOperatorName: 'Smart Freight Centre',
        },
      ],
      boundaryProcessesDescription: 'Door to discharge port, well-to-wake CO2e by ISO 14083 and the GLEC Framework',
      referencePeriodStart: utc(allocation.departureDateTime),
      referencePeriodEnd: utc(allocation.arrivalDateTime),
      secondaryEmissionFactorSources: factorSourcesOf(part.elements),
      exemptedEmissionsPercent: 0,
      exemptedEmissionsDescription: '',
      packagingEmissionsIncluded: false,
      // A JSON number, as PACT wants; everywhere else shares are text.
      primaryDataShare: Number(part.primaryDataShare),
    },
    extensions: [
      {
        specVersion: '2.0.0',
        dataSchema: `https://api.ileap.sine.dev/${part.dataSchema}.json`,
        documentation: DOCUMENTATION,
        data: part.data,
      },
    ],
  };
}
export type ProductFootprint = ReturnType<typeof productFootprint>;

function categoryPart(category: Toc | Hoc, source: PactSource): Part {
  const isToc = 'tocId' in category;
  const seaIsPrimary = source.result.seaDataQuality === 'PRIMARY' && isToc && category.tocId.startsWith('PRIMARY-');
  return {
    id: contentId(category),
    kind: isToc ? 'toc' : 'hoc',
    dataSchema: isToc ? 'toc' : 'hoc',
    itsId: isToc ? category.tocId : category.hocId,
    declaredUnit: isToc ? 'ton kilometer' : 'kilogram',
    unitaryProductAmount: isToc ? '1' : '1000',
    kilograms: category.co2eIntensityWTW,
    primaryDataShare: seaIsPrimary ? '100' : '0',
    elements: source.result.elements.filter((element) => {
      const { chain, vessel } = source;
      const { categoryId } = operationCategoryOf(element, { chain, vesselIMONumber: vessel.vesselIMONumber });
      return categoryId === (isToc ? category.tocId : category.hocId);
    }),
    data: category,
  };
}

/** A shipment as PACT product footprint (Technical Specifications 2.1.0) with its iLEAP extension. */
export function shipmentProductFootprint(source: PactSource): ProductFootprint {
  const shipment = shipmentFootprint(source);
  const total = (read: (tce: (typeof shipment.tces)[number]) => string): Decimal =>
    sum(shipment.tces.map((tce) => decimal(read(tce))));
  const part: Part = {
    id: source.footprintId,
    kind: 'shipment',
    dataSchema: 'shipment-footprint',
    itsId: shipment.shipmentId,
    declaredUnit: 'ton kilometer',
    unitaryProductAmount: toText(total((tce) => tce.transportActivity)),
    kilograms: toText(total((tce) => tce.co2eWTW)),
    primaryDataShare: source.result.primaryDataSharePercent,
    elements: source.result.elements,
    data: shipment,
  };
  return productFootprint(part, source);
}

/** The shipment, then its transport and hub operation categories, each with one iLEAP extension. */
export function productFootprints(source: PactSource): readonly ProductFootprint[] {
  const categories = [...tocsOf(source), ...hocsOf(source)];
  return [
    shipmentProductFootprint(source),
    ...categories.map((category) => productFootprint(categoryPart(category, source), source)),
  ];
}
