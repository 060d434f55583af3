import type { Region } from './regions.ts';

/** A sea port, or a place of receipt with a quay, by its present UN/LOCODE. */
export type Port = {
  readonly UNLocationCode: string;
  readonly name: string;
  readonly countryCode: string;
  /** Degrees, north positive. */
  readonly latitude: number;
  /** Degrees, east positive. */
  readonly longitude: number;
  /** IANA time zone. */
  readonly timeZone: string;
  readonly region: Region;
};

/**
 * Positions are those of the NGA World Port Index (Pub. 150, public domain), to 0.01 degree; for Yangshan the SMDG terminal list
 * (SHENG, 30°37′57″N 122°02′52″E), for ports without an index entry (Nansha, Dafeng, Sheyang, Jiaxing, Daya Bay) UN/LOCODE, for Binhai its
 * quay and not the town 60 km inland, for Xiamen and Singapore the middle of the port area. UN/LOCODE’s own position of Yantian is that of
 * another Yantian, 399 nm away, and is not used. Time zones: IANA, by country and, where a country has several, by port.
 */
const ROWS: readonly (readonly [
  UNLocationCode: string,
  name: string,
  latitude: number,
  longitude: number,
  timeZone: string,
  region: Region,
])[] = [
  ['CNSGH', 'Shanghai', 31.22, 121.5, 'Asia/Shanghai', 'CHINA'],
  ['CNYSA', 'Yangshan', 30.63, 122.05, 'Asia/Shanghai', 'CHINA'],
  ['CNNBO', 'Ningbo', 29.88, 121.55, 'Asia/Shanghai', 'CHINA'],
  ['CNYTN', 'Yantian', 22.58, 114.27, 'Asia/Shanghai', 'CHINA'],
  ['CNSHK', 'Shekou', 22.47, 113.87, 'Asia/Shanghai', 'CHINA'],
  ['CNNSA', 'Nansha', 22.75, 113.58, 'Asia/Shanghai', 'CHINA'],
  ['CNLYG', 'Lianyungang', 34.73, 119.45, 'Asia/Shanghai', 'CHINA'],
  ['CNQIN', 'Qingdao', 36.03, 120.27, 'Asia/Shanghai', 'CHINA'],
  ['CNTAC', 'Taicang', 31.65, 121.2, 'Asia/Shanghai', 'CHINA'],
  ['CNDFG', 'Dafeng', 33.18, 120.47, 'Asia/Shanghai', 'CHINA'],
  ['CNBHX', 'Binhai', 34.3, 120.27, 'Asia/Shanghai', 'CHINA'],
  ['CNSEY', 'Sheyang', 33.77, 120.25, 'Asia/Shanghai', 'CHINA'],
  ['CNZPU', 'Zhapu', 30.58, 121.08, 'Asia/Shanghai', 'CHINA'],
  ['CNJAX', 'Jiaxing', 30.77, 120.75, 'Asia/Shanghai', 'CHINA'],
  ['CNHUI', 'Huizhou', 22.72, 114.52, 'Asia/Shanghai', 'CHINA'],
  ['CNDAY', 'Daya Bay', 22.67, 114.67, 'Asia/Shanghai', 'CHINA'],
  ['CNXAM', 'Xiamen', 24.45, 118.07, 'Asia/Shanghai', 'CHINA'],
  ['CNDAL', 'Dalian', 38.92, 121.67, 'Asia/Shanghai', 'CHINA'],
  ['CNFZH', 'Fuzhou', 26.08, 119.3, 'Asia/Shanghai', 'CHINA'],
  ['CNTXG', 'Tianjin Xingang', 38.97, 117.83, 'Asia/Shanghai', 'CHINA'],
  ['HKHKG', 'Hong Kong', 22.27, 114.2, 'Asia/Hong_Kong', 'CHINA'],
  ['KRPUS', 'Busan', 35.1, 129.03, 'Asia/Seoul', 'NORTH_EAST_ASIA'],
  ['KRKAN', 'Gwangyang', 34.91, 127.75, 'Asia/Seoul', 'NORTH_EAST_ASIA'],
  ['KRICH', 'Incheon', 37.47, 126.62, 'Asia/Seoul', 'NORTH_EAST_ASIA'],
  ['JPTYO', 'Tokyo', 35.67, 139.75, 'Asia/Tokyo', 'NORTH_EAST_ASIA'],
  ['JPYOK', 'Yokohama', 35.45, 139.58, 'Asia/Tokyo', 'NORTH_EAST_ASIA'],
  ['JPNGO', 'Nagoya', 35.07, 136.87, 'Asia/Tokyo', 'NORTH_EAST_ASIA'],
  ['JPUKB', 'Kobe', 34.65, 135.18, 'Asia/Tokyo', 'NORTH_EAST_ASIA'],
  ['JPOSA', 'Osaka', 34.65, 135.43, 'Asia/Tokyo', 'NORTH_EAST_ASIA'],
  ['JPHKT', 'Hakata', 33.6, 130.4, 'Asia/Tokyo', 'NORTH_EAST_ASIA'],
  ['TWKHH', 'Kaohsiung', 22.62, 120.25, 'Asia/Taipei', 'NORTH_EAST_ASIA'],
  ['TWKEL', 'Keelung', 25.13, 121.77, 'Asia/Taipei', 'NORTH_EAST_ASIA'],
  ['MYPKG', 'Port Klang', 3, 101.4, 'Asia/Kuala_Lumpur', 'SOUTH_EAST_ASIA'],
  ['MYTPP', 'Tanjung Pelepas', 1.35, 103.55, 'Asia/Kuala_Lumpur', 'SOUTH_EAST_ASIA'],
  ['MYPEN', 'Penang', 5.42, 100.35, 'Asia/Kuala_Lumpur', 'SOUTH_EAST_ASIA'],
  ['THLCH', 'Laem Chabang', 13.08, 100.88, 'Asia/Bangkok', 'SOUTH_EAST_ASIA'],
  ['VNSGN', 'Ho Chi Minh City', 10.77, 106.72, 'Asia/Ho_Chi_Minh', 'SOUTH_EAST_ASIA'],
  ['VNHPH', 'Haiphong', 20.92, 106.68, 'Asia/Ho_Chi_Minh', 'SOUTH_EAST_ASIA'],
  ['VNDAD', 'Da Nang', 16.1, 108.22, 'Asia/Ho_Chi_Minh', 'SOUTH_EAST_ASIA'],
  ['IDJKT', 'Jakarta (Tanjung Priok)', -6.1, 106.88, 'Asia/Jakarta', 'SOUTH_EAST_ASIA'],
  ['IDSUB', 'Surabaya', -7.2, 112.73, 'Asia/Jakarta', 'SOUTH_EAST_ASIA'],
  ['PHMNL', 'Manila', 14.58, 120.97, 'Asia/Manila', 'SOUTH_EAST_ASIA'],
  ['KHKOS', 'Sihanoukville', 10.63, 103.5, 'Asia/Phnom_Penh', 'SOUTH_EAST_ASIA'],
  ['AEJEA', 'Jebel Ali', 25.02, 55.05, 'Asia/Dubai', 'SOUTH_ASIA_MIDDLE_EAST'],
  ['AEAUH', 'Abu Dhabi', 24.5, 54.33, 'Asia/Dubai', 'SOUTH_ASIA_MIDDLE_EAST'],
  ['SADMM', 'Dammam', 26.5, 50.2, 'Asia/Riyadh', 'SOUTH_ASIA_MIDDLE_EAST'],
  ['SAJED', 'Jeddah', 21.48, 39.18, 'Asia/Riyadh', 'SOUTH_ASIA_MIDDLE_EAST'],
  ['OMSLL', 'Salalah', 16.95, 54.03, 'Asia/Muscat', 'SOUTH_ASIA_MIDDLE_EAST'],
  ['OMSOH', 'Sohar', 24.52, 56.63, 'Asia/Muscat', 'SOUTH_ASIA_MIDDLE_EAST'],
  ['KWSAA', 'Shuaiba', 29.03, 48.17, 'Asia/Kuwait', 'SOUTH_ASIA_MIDDLE_EAST'],
  ['INNSA', 'Nhava Sheva', 18.95, 72.95, 'Asia/Kolkata', 'SOUTH_ASIA_MIDDLE_EAST'],
  ['INMAA', 'Chennai', 13.1, 80.3, 'Asia/Kolkata', 'SOUTH_ASIA_MIDDLE_EAST'],
  ['PKKHI', 'Karachi', 24.78, 66.98, 'Asia/Karachi', 'SOUTH_ASIA_MIDDLE_EAST'],
  ['PKBQM', 'Port Qasim', 24.77, 67.35, 'Asia/Karachi', 'SOUTH_ASIA_MIDDLE_EAST'],
  ['LKCMB', 'Colombo', 6.95, 79.85, 'Asia/Colombo', 'SOUTH_ASIA_MIDDLE_EAST'],
  ['BDCGP', 'Chittagong', 22.32, 91.82, 'Asia/Dhaka', 'SOUTH_ASIA_MIDDLE_EAST'],
  ['JOAQB', 'Aqaba', 29.52, 35, 'Asia/Amman', 'SOUTH_ASIA_MIDDLE_EAST'],
  ['NLRTM', 'Rotterdam', 51.9, 4.48, 'Europe/Amsterdam', 'NORTH_EUROPE'],
  ['DEHAM', 'Hamburg', 53.55, 9.93, 'Europe/Berlin', 'NORTH_EUROPE'],
  ['DEBRV', 'Bremerhaven', 53.53, 8.58, 'Europe/Berlin', 'NORTH_EUROPE'],
  ['DEWVN', 'Wilhelmshaven', 53.53, 8.17, 'Europe/Berlin', 'NORTH_EUROPE'],
  ['BEANR', 'Antwerp', 51.22, 4.4, 'Europe/Brussels', 'NORTH_EUROPE'],
  ['BEZEE', 'Zeebrugge', 51.33, 3.2, 'Europe/Brussels', 'NORTH_EUROPE'],
  ['FRLEH', 'Le Havre', 49.48, 0.12, 'Europe/Paris', 'NORTH_EUROPE'],
  ['GBFXT', 'Felixstowe', 51.95, 1.32, 'Europe/London', 'NORTH_EUROPE'],
  ['GBSOU', 'Southampton', 50.9, -1.4, 'Europe/London', 'NORTH_EUROPE'],
  ['PLGDY', 'Gdynia', 54.53, 18.55, 'Europe/Warsaw', 'NORTH_EUROPE'],
  ['SEGOT', 'Gothenburg', 57.71, 11.95, 'Europe/Stockholm', 'NORTH_EUROPE'],
  ['DKAAR', 'Aarhus', 56.15, 10.22, 'Europe/Copenhagen', 'NORTH_EUROPE'],
  ['IEDUB', 'Dublin', 53.35, -6.25, 'Europe/Dublin', 'NORTH_EUROPE'],
  ['GRPIR', 'Piraeus', 37.93, 23.65, 'Europe/Athens', 'MEDITERRANEAN'],
  ['ITGOA', 'Genoa', 44.4, 8.92, 'Europe/Rome', 'MEDITERRANEAN'],
  ['ITGIT', 'Gioia Tauro', 38.44, 15.89, 'Europe/Rome', 'MEDITERRANEAN'],
  ['ITTRS', 'Trieste', 45.65, 13.75, 'Europe/Rome', 'MEDITERRANEAN'],
  ['SIKOP', 'Koper', 45.55, 13.73, 'Europe/Ljubljana', 'MEDITERRANEAN'],
  ['ESVLC', 'Valencia', 39.45, -0.32, 'Europe/Madrid', 'MEDITERRANEAN'],
  ['ESBCN', 'Barcelona', 41.35, 2.17, 'Europe/Madrid', 'MEDITERRANEAN'],
  ['ESALG', 'Algeciras', 36.13, -5.43, 'Europe/Madrid', 'MEDITERRANEAN'],
  ['FRFOS', 'Fos-sur-Mer', 43.42, 4.88, 'Europe/Paris', 'MEDITERRANEAN'],
  ['MTMAR', 'Marsaxlokk', 35.82, 14.55, 'Europe/Malta', 'MEDITERRANEAN'],
  ['TRMER', 'Mersin', 36.8, 34.63, 'Europe/Istanbul', 'MEDITERRANEAN'],
  ['TRIZM', 'Izmir', 38.43, 27.13, 'Europe/Istanbul', 'MEDITERRANEAN'],
  ['EGPSD', 'Port Said', 31.27, 32.3, 'Africa/Cairo', 'MEDITERRANEAN'],
  ['EGDAM', 'Damietta', 31.48, 31.75, 'Africa/Cairo', 'MEDITERRANEAN'],
  ['EGALY', 'Alexandria', 31.17, 29.83, 'Africa/Cairo', 'MEDITERRANEAN'],
  ['ROCND', 'Constanta', 44.17, 28.65, 'Europe/Bucharest', 'MEDITERRANEAN'],
  ['ILASH', 'Ashdod', 31.82, 34.65, 'Asia/Jerusalem', 'MEDITERRANEAN'],
  ['ILHFA', 'Haifa', 32.82, 35, 'Asia/Jerusalem', 'MEDITERRANEAN'],
  ['CYLMS', 'Limassol', 34.67, 33.05, 'Asia/Nicosia', 'MEDITERRANEAN'],
  ['MAPTM', 'Tanger Med', 35.9, -5.52, 'Africa/Casablanca', 'MEDITERRANEAN'],
  ['USLAX', 'Los Angeles', 33.75, -118.25, 'America/Los_Angeles', 'NORTH_AMERICA_WEST'],
  ['USLGB', 'Long Beach', 33.77, -118.18, 'America/Los_Angeles', 'NORTH_AMERICA_WEST'],
  ['USOAK', 'Oakland', 37.82, -122.33, 'America/Los_Angeles', 'NORTH_AMERICA_WEST'],
  ['USSEA', 'Seattle', 47.6, -122.33, 'America/Los_Angeles', 'NORTH_AMERICA_WEST'],
  ['CAVAN', 'Vancouver', 49.28, -123.12, 'America/Vancouver', 'NORTH_AMERICA_WEST'],
  ['MXLZC', 'Lazaro Cardenas', 17.93, -102.17, 'America/Mexico_City', 'NORTH_AMERICA_WEST'],
  ['MXESE', 'Ensenada', 31.87, -116.63, 'America/Tijuana', 'NORTH_AMERICA_WEST'],
  ['USNYC', 'New York', 40.7, -74.02, 'America/New_York', 'NORTH_AMERICA_EAST'],
  ['USEWR', 'Newark', 40.7, -74.15, 'America/New_York', 'NORTH_AMERICA_EAST'],
  ['USBAL', 'Baltimore', 39.27, -76.58, 'America/New_York', 'NORTH_AMERICA_EAST'],
  ['USORF', 'Norfolk', 36.85, -76.3, 'America/New_York', 'NORTH_AMERICA_EAST'],
  ['USCHS', 'Charleston', 32.78, -79.92, 'America/New_York', 'NORTH_AMERICA_EAST'],
  ['USSAV', 'Savannah', 32.08, -81.08, 'America/New_York', 'NORTH_AMERICA_EAST'],
  ['USMIA', 'Miami', 25.78, -80.18, 'America/New_York', 'NORTH_AMERICA_EAST'],
  ['USHOU', 'Houston', 29.75, -95.28, 'America/Chicago', 'NORTH_AMERICA_EAST'],
  ['USMSY', 'New Orleans', 29.95, -90.05, 'America/Chicago', 'NORTH_AMERICA_EAST'],
  ['USMOB', 'Mobile', 30.68, -88.12, 'America/Chicago', 'NORTH_AMERICA_EAST'],
  ['CAMTR', 'Montreal', 45.52, -73.55, 'America/Toronto', 'NORTH_AMERICA_EAST'],
  ['BRSSZ', 'Santos', -23.95, -46.3, 'America/Sao_Paulo', 'SOUTH_AMERICA'],
  ['BRPNG', 'Paranagua', -25.5, -48.52, 'America/Sao_Paulo', 'SOUTH_AMERICA'],
  ['BRRIG', 'Rio Grande', -32.05, -52.08, 'America/Sao_Paulo', 'SOUTH_AMERICA'],
  ['BRITJ', 'Itajai', -26.92, -48.63, 'America/Sao_Paulo', 'SOUTH_AMERICA'],
  ['ARBUE', 'Buenos Aires', -34.6, -58.37, 'America/Argentina/Buenos_Aires', 'SOUTH_AMERICA'],
  ['UYMVD', 'Montevideo', -34.9, -56.22, 'America/Montevideo', 'SOUTH_AMERICA'],
  ['CLSAI', 'San Antonio', -33.58, -71.62, 'America/Santiago', 'SOUTH_AMERICA'],
  ['PECLL', 'Callao', -12.05, -77.15, 'America/Lima', 'SOUTH_AMERICA'],
  ['ECGYE', 'Guayaquil', -2.2, -79.88, 'America/Guayaquil', 'SOUTH_AMERICA'],
  ['COBUN', 'Buenaventura', 3.88, -77.07, 'America/Bogota', 'SOUTH_AMERICA'],
  ['COCTG', 'Cartagena', 10.42, -75.53, 'America/Bogota', 'SOUTH_AMERICA'],
  ['PABLB', 'Balboa', 8.95, -79.57, 'America/Panama', 'SOUTH_AMERICA'],
  ['ZADUR', 'Durban', -29.87, 31.07, 'Africa/Johannesburg', 'AFRICA'],
  ['ZACPT', 'Cape Town', -33.92, 18.42, 'Africa/Johannesburg', 'AFRICA'],
  ['KEMBA', 'Mombasa', -4.07, 39.67, 'Africa/Nairobi', 'AFRICA'],
  ['TZDAR', 'Dar es Salaam', -6.82, 39.3, 'Africa/Dar_es_Salaam', 'AFRICA'],
  ['GHTEM', 'Tema', 5.63, 0.02, 'Africa/Accra', 'AFRICA'],
  ['TGLFW', 'Lome', 6.13, 1.28, 'Africa/Lome', 'AFRICA'],
  ['CIABJ', 'Abidjan', 5.25, -4.02, 'Africa/Abidjan', 'AFRICA'],
  ['MACAS', 'Casablanca', 33.6, -7.62, 'Africa/Casablanca', 'AFRICA'],
  ['DJJIB', 'Djibouti', 11.6, 43.13, 'Africa/Djibouti', 'AFRICA'],
  ['AUSYD', 'Sydney', -33.87, 151.2, 'Australia/Sydney', 'OCEANIA'],
  ['AUMEL', 'Melbourne', -37.83, 144.97, 'Australia/Melbourne', 'OCEANIA'],
  ['AUBNE', 'Brisbane', -27.47, 153.03, 'Australia/Brisbane', 'OCEANIA'],
  ['AUFRE', 'Fremantle', -32.05, 115.75, 'Australia/Perth', 'OCEANIA'],
  ['NZAKL', 'Auckland', -36.85, 174.77, 'Pacific/Auckland', 'OCEANIA'],
  ['NZTRG', 'Tauranga', -37.63, 176.17, 'Pacific/Auckland', 'OCEANIA'],
  ['SGSIN', 'Singapore', 1.27, 103.83, 'Asia/Singapore', 'SOUTH_EAST_ASIA'],
];

/** Codes that feeds still use for a port whose UN/LOCODE is another today: most are the airport’s now (UN/LOCODE, SMDG terminal lists). */
const RETIRED_CODES: Readonly<Record<string, string>> = {
  CNSHA: 'CNSGH',
  CNNGB: 'CNNBO',
  CNTAO: 'CNQIN',
  CNXMN: 'CNXAM',
  CNDLC: 'CNDAL',
  CNFOC: 'CNFZH',
  CNNBG: 'CNNBO',
  CNSHG: 'CNSGH',
};

const PORTS: ReadonlyMap<string, Port> = new Map(
  ROWS.map(([UNLocationCode, name, latitude, longitude, timeZone, region]) => [
    UNLocationCode,
    { UNLocationCode, name, countryCode: UNLocationCode.slice(0, 2), latitude, longitude, timeZone, region },
  ]),
);

/** Today’s code of a place: CNSHA → CNSGH. A code that was never replaced comes back as it is. */
export function canonicalLocationCode(code: string): string {
  return RETIRED_CODES[code] ?? code;
}

/** The port of a code (retired codes included); `undefined` when this table does not have it. */
export function findPort(code: string): Port | undefined {
  return PORTS.get(canonicalLocationCode(code));
}

/** Every port of the table. */
export function allPorts(): readonly Port[] {
  return [...PORTS.values()];
}
