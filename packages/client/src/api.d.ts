/**
 * Generated from /openapi.json by packages/testing/test/client-types.test.ts. After a change of a route:
 * npx -y pnpm@12 exec vitest run --project pure packages/testing/test/client-types.test.ts -u
 */
export interface paths {
    "/.well-known/audit-anchors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The daily signed anchors of the audit log: keep them, and no row they cover can be cut unseen.
         * @description Each document holds the number of chains and rows, a root hash over all chain ends, and the hash of the anchor before it; it says nothing of who is in the log. JWS (Ed25519) over the RFC 8785 form.
         *
         *     Open to anyone.
         */
        get: operations["readPublicAuditAnchors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The public keys that statements are signed with, retired ones included.
         * @description Open to anyone.
         */
        get: operations["readKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/2/footprints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * PACT ListFootprints: shipments as ProductFootprints, with $filter, limit and Link paging.
         * @description PACT Technical Specifications 2.x. Refusals are PACT’s: `{code, message}` with BadRequest or NotImplemented. The next page is the `Link` header’s.
         *
         *     For every role; scope `read`.
         */
        get: operations["listPactFootprints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/2/footprints/{footprintId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * PACT GetFootprint: one shipment as ProductFootprint; Deprecated once another version replaced it.
         * @description For every role; scope `read`.
         */
        get: operations["readPactFootprint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/allocations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Allocations that the caller is a party of.
         * @description For every role; scope `read`.
         */
        get: operations["listAllocations"];
        put?: never;
        /**
         * Takes units on an offer for a request with MANUAL allocation.
         * @description For exporter, logistics-provider; scope `allocations:write`.
         */
        post: operations["allocateUnits"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/allocations/commands/{commandId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of a command that was answered 202.
         * @description For every role; scope `read`.
         */
        get: operations["getAllocationCommand"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/allocations/{allocationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One allocation as it is now.
         * @description For every role; scope `read`.
         */
        get: operations["getAllocation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/allocations/{allocationId}/cancellation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The exporter gives the space back; the request is matched again elsewhere.
         * @description For exporter, logistics-provider; scope `allocations:write`.
         */
        post: operations["cancelAllocation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/allocations/{allocationId}/confirmation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The carrier confirms held space.
         * @description For carrier; scope `allocations:write`.
         */
        post: operations["confirmAllocation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/allocations/{allocationId}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was decided then: the ranking at that place of the journal, replayed.
         * @description For exporter, logistics-provider, authority, verifier; scope `read`.
         */
        get: operations["getDecision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/allocations/{allocationId}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The carrier declines; the request is matched again at once.
         * @description For carrier; scope `allocations:write`.
         */
        post: operations["declineAllocation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/calculations/cii": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * IMO CII: attained, required and rating. A rating of ships, never a factor of shipments.
         * @description Open to anyone.
         */
        post: operations["calculateCii"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/calculations/eu-ets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * EU ETS maritime: covered emissions and allowances to surrender.
         * @description Open to anyone.
         */
        post: operations["calculateEuEts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/calculations/fueleu": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * FuelEU Maritime: GHG intensity, compliance balance, penalty.
         * @description Open to anyone.
         */
        post: operations["calculateFuelEu"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/calculations/fueleu-flexibility": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * FuelEU Maritime: banking a surplus, borrowing from the next year, pooling ships.
         * @description Regulation (EU) 2023/1805, Articles 20 and 21. Banking: at most the surplus. Borrowing: a deficit alone, at most 2 % of limit × energy, not two years running; the next year pays back 110 %. Pooling: balances are shared out anew, their sum kept and not negative; no ship with a deficit leaves with a larger one, none with a surplus leaves with a deficit, none is in it twice. 422 names every rule that is broken.
         *
         *     Open to anyone.
         */
        post: operations["calculateFuelEuFlexibility"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/calculations/transport-chain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * ISO 14083 / GLEC transport chain: legs and hubs, well-to-wake with the tank-to-wake split.
         * @description Open to anyone.
         */
        post: operations["calculateTransportChain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/claims": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Claims with their state; ?format=csv gives line items for export documents.
         * @description For exporter, logistics-provider, authority, verifier; scope `read`.
         */
        get: operations["listClaims"];
        put?: never;
        /**
         * Opens a subsidy claim on a statement, under the policy in force.
         * @description One active claim per container, leg and programme; the caps per unit and in all are never passed. Under an ASSUMED policy it is indicative: nothing here promises money.
         *
         *     For exporter, logistics-provider; scope `carbon:write`.
         */
        post: operations["openClaim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/claims/{claimId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A claim with its line items.
         * @description For exporter, logistics-provider, authority, verifier; scope `read`.
         */
        get: operations["readClaim"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/claims/{claimId}/approval": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * verified → approved.
         * @description For authority; scope `carbon:write`.
         */
        post: operations["approveClaim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/claims/{claimId}/correction": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replaces a claim by a new one on a (usually superseding) statement; the old stays, marked corrected.
         * @description For exporter, logistics-provider; scope `carbon:write`.
         */
        post: operations["correctClaim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/claims/{claimId}/rejection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * submitted or verified → rejected.
         * @description For authority, verifier; scope `carbon:write`.
         */
        post: operations["rejectClaim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/claims/{claimId}/submission": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * draft → submitted.
         * @description For exporter, logistics-provider; scope `carbon:write`.
         */
        post: operations["submitClaim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/claims/{claimId}/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * submitted → verified.
         * @description For verifier; scope `carbon:write`.
         */
        post: operations["verifyClaim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/diagnoses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Your diagnoses, newest version each, without their rows.
         * @description For exporter, logistics-provider; scope `read`.
         */
        get: operations["listDiagnoses"];
        put?: never;
        /**
         * Diagnoses a list of past shipments: what is missing, evidence grades, footprint now and with better evidence.
         * @description text/csv of any make (own column names, Chinese headers, BOM, GBK, semicolons, titles above the header) or JSON. Every row is in the answer. Nothing here is a statement or promises a subsidy.
         *
         *     For exporter, logistics-provider; scope `carbon:write`.
         */
        post: operations["diagnoseShipments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/diagnoses/{diagnosisId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A diagnosis as JSON, CSV or page (by Accept or ?format=); the newest version unless ?version= names one.
         * @description For exporter, logistics-provider; scope `read`.
         */
        get: operations["readDiagnosis"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/diagnoses/{diagnosisId}/evidence-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The requests for evidence of a diagnosis, with their answers.
         * @description For exporter, logistics-provider; scope `read`.
         */
        get: operations["listEvidenceRequests"];
        put?: never;
        /**
         * Makes a link by which a supplier or carrier can give exactly the evidence that is asked, once.
         * @description The link is shown once; only its hash is kept. It shows the addressee the asked shipments by reference, ship, ports and date, and nothing else.
         *
         *     For exporter, logistics-provider; scope `carbon:write`.
         */
        post: operations["requestEvidence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/evidence-requests/{evidenceRequestId}/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Closes the link of a request that is not yet answered.
         * @description For exporter, logistics-provider; scope `carbon:write`.
         */
        post: operations["withdrawEvidenceRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/evidence/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a link asks for: a form for browsers, JSON with the schema of the answer otherwise.
         * @description Open to anyone.
         */
        get: operations["readEvidenceRequest"];
        put?: never;
        /**
         * Answers a link with exactly what it asks; the diagnosis gets a new version.
         * @description Open to anyone.
         */
        post: operations["supplyEvidence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/footprints/{allocationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The footprint of an allocation, with every version it had.
         * @description With Accept: application/vnd.ileap+json the newest version as an iLEAP ShipmentFootprint.
         *
         *     For every role; scope `read`.
         */
        get: operations["readFootprint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/footprints/{allocationId}/hocs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The iLEAP HOCs that its elements name.
         * @description For every role; scope `read`.
         */
        get: operations["readHubOperationCategories"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/footprints/{allocationId}/product-footprints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The same as PACT 2.1 product footprints with iLEAP extensions: the shipment, its TOCs and HOCs.
         * @description For every role; scope `read`.
         */
        get: operations["readProductFootprints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/footprints/{allocationId}/shipment-footprint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The newest footprint as an iLEAP ShipmentFootprint.
         * @description For every role; scope `read`.
         */
        get: operations["readShipmentFootprint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/footprints/{allocationId}/tocs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The iLEAP TOCs that its elements name.
         * @description For every role; scope `read`.
         */
        get: operations["readTransportOperationCategories"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/fuel-evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Registered documents with their balances: a carrier’s own; the authority and verifiers read all.
         * @description For carrier, verifier, authority; scope `read`.
         */
        get: operations["listFuelEvidence"];
        put?: never;
        /**
         * Registers a proof of sustainability or bunker note with the energy it covers.
         * @description The energy is a ledger: published = allocated + free, by a database constraint, so it is never allocated twice. A document is registered once, by one carrier. Book-and-claim certificates stay apart from the physical inventory.
         *
         *     For carrier; scope `carbon:write`.
         */
        post: operations["registerFuelEvidence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/fuel-evidence/{evidenceId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A document with its balance and every entry of its ledger.
         * @description For carrier, verifier, authority; scope `read`.
         */
        get: operations["readFuelEvidence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/fuel-evidence/{evidenceId}/allocations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Allocates energy of a document to a shipment of the carrier.
         * @description For carrier; scope `carbon:write`.
         */
        post: operations["allocateFuelEvidence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/ileap-imports/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Recomputes a received ShipmentFootprint from its TOCs and HOCs; refuses one that does not add up.
         * @description Activity is mass × distance (sfd, else gcd, else actual), emissions activity × intensity, within one gram per TEU. 422 names every difference with a code, the first of the document first.
         *
         *     Open to anyone.
         */
        post: operations["checkIleapImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/scope3-reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Transport emissions of a year by GHG Protocol category, mode, lane, carrier and data grade.
         * @description Made of the signed statements and reconciled to them: every figure lists the statements that it sums. JSON, or CSV by ?format=csv.
         *
         *     For exporter, logistics-provider, authority, verifier; scope `read`.
         */
        get: operations["readScope3Report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/signing-keys/rotation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retires the present signing key and makes the next; the retired one stays published.
         * @description For authority; scope `carbon:write`.
         */
        post: operations["rotateSigningKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/statements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Statements of your cargo; verifiers and the authority read all.
         * @description For exporter, logistics-provider, verifier, authority; scope `read`.
         */
        get: operations["listStatements"];
        put?: never;
        /**
         * Issues a signed transport carbon statement of one or more allocations.
         * @description Immutable. A correction is a new statement that names the one it supersedes.
         *
         *     For exporter, logistics-provider; scope `carbon:write`.
         */
        post: operations["issueStatement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/statements/{statementId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A statement as JSON, HTML or PDF (by Accept or ?format=): the same content.
         * @description For exporter, logistics-provider, verifier, authority; scope `read`.
         */
        get: operations["readStatement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/statements/{statementId}/attestation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A verifier attests a statement, or refuses to, with the reason.
         * @description For verifier; scope `carbon:write`.
         */
        post: operations["attestStatement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/statements/{statementId}/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the QR code leads to: whether a statement of this number was issued, its hash, and whether it stands.
         * @description Open to anyone who holds a statement; shows no figures and no names.
         *
         *     Open to anyone.
         */
        get: operations["verifyIssuedStatement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verifies a statement.json: figures, hash, signature, and whether the signer is this platform.
         * @description Add `previous`, the statement before it of the same reporter, to check the link of the hash chain.
         *
         *     Open to anyone.
         */
        post: operations["verifyStatement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/carbon/voyage-data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The carrier’s fuel and transport work of a voyage: footprints of its loaded cargo are superseded.
         * @description Only a PRIMARY profile that stands up (past period, evidence with a SHA-256, plausible figures) is taken; the footprint before stays readable.
         *
         *     For carrier; scope `carbon:write`.
         */
        post: operations["sendVoyageData"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cargo-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Requests of the organisation, oldest first
         * @description An exporter sees its own, a logistics provider those that it submitted.
         *
         *     For exporter, logistics-provider, authority, verifier; scope `read`.
         */
        get: operations["listCargoRequests"];
        put?: never;
        /**
         * Ask for space
         * @description Taken with 202 and decided by matching; read the request or listen to its events. `requestReference` names it once per exporter: a repeat with the same body answers 200, another body 409. What the pre-screen doubts comes back in `feedbacks`; what no carrier could ever take is refused with 422. Nothing here promises capacity.
         *
         *     For exporter, logistics-provider; scope `requests:write`.
         */
        post: operations["submitCargoRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cargo-requests/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Submit many requests, one JSON object a line
         * @description Each line is judged alone and answered by a line: 202 taken, 200 repeated, 400 malformed, 403, 409 or 422 refused. Lines that were answered 202 are all stored before the answer begins.
         *
         *     For exporter, logistics-provider; scope `requests:write`.
         */
        post: operations["submitCargoRequests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cargo-requests/{requestId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One request with its allocations
         * @description For exporter, logistics-provider, authority, verifier; scope `read`.
         */
        get: operations["getCargoRequest"];
        /**
         * Replace a request with its full new state
         * @description Exporter, market and reference stay. Possible until cargo is on board; the request is matched again. The same state again makes no version.
         *
         *     For exporter, logistics-provider; scope `requests:write`.
         */
        put: operations["amendCargoRequest"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cargo-requests/{requestId}/cancellation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a request and give its space back
         * @description Possible until cargo is on board (409). Cancelling again changes nothing and answers the same. `If-Match` is honoured when it is sent.
         *
         *     For exporter, logistics-provider; scope `requests:write`.
         */
        post: operations["cancelCargoRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Your own feed of events after a cursor, oldest first.
         * @description At least once, in order, with stable event ids. Keep the cursor of the answer and give it as `after` the next time: nothing is skipped across restarts on either side.
         *
         *     For every role; scope `read`.
         */
        get: operations["readEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The same feed as server-sent events; Last-Event-ID goes on where the last connection ended.
         * @description Without Last-Event-ID or `after` it begins at the start of your feed; `after=now` begins with what happens next.
         *
         *     For every role; scope `read`.
         */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/outlook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Green capacity by lane and week: what an exporter can plan production on.
         * @description For every role; scope `read`.
         */
        get: operations["getOutlook"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Plans a whole market at once: a dry run, or carried out at once with `commit`.
         * @description Minimises, in this order: priority TEU left behind, standard TEU left behind, grams CO2e, holds that move. Confirmed cargo stays where it is. For each request the 200 pairs of port calls with the least CO2e are considered, among those that its limits allow: optionsConsidered says how many requests had more, and the lower bound and the certificate hold among what was considered.
         *
         *     For authority; scope `allocations:write`.
         */
        post: operations["planMarket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plans/{planId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A plan, and what became of it.
         * @description For authority; scope `read`.
         */
        get: operations["getPlan"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plans/{planId}/commit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Carries a plan out: one event in which every line is judged again, so a stale plan cannot oversell.
         * @description For authority; scope `allocations:write`.
         */
        post: operations["commitPlan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/port-channel/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Dwell targets at risk or breached, passes unused near their cut-off, cut-offs that changed.
         * @description For every role; scope `read`.
         */
        get: operations["listAlerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/port-channel/containers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Assigns container numbers to an allocation.
         * @description The same numbers again are harmless. A container belongs to one live allocation.
         *
         *     For exporter, logistics-provider, carrier, port-operator; scope `port-channel:write`.
         */
        post: operations["assignContainers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/port-channel/containers/{equipmentReference}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A container’s timeline, visits, pauses and passes.
         * @description For every role; scope `read`.
         */
        get: operations["readContainer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/port-channel/containers/{equipmentReference}/pauses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Declares a pause of a container’s clock: an exporter’s hold, or weather.
         * @description Whether it stops the clock is for the policy in force to say.
         *
         *     For port-operator, exporter, logistics-provider; scope `port-channel:write`.
         */
        post: operations["declarePause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/port-channel/dwell": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Dwell of completed boxes, GREEN against ORDINARY, with open boxes counted apart.
         * @description Export dwell is ACT LOAD − ACT GTIN of the same laden container at the same port, minus the pauses that the policy names. The cohort is the boxes loaded in the period (port time); open boxes are those in port now (censored). Median and p90 are exact to within an hour. The cost of an answer grows with the days asked for, not with the boxes. `published` are figures that others have published for the port or its country, with what they measured.
         *
         *     For every role; scope `read`.
         */
        get: operations["readDwell"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/port-channel/equipment-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Records DCSA T&T 2.2 EQUIPMENT events: one, a list, or NDJSON.
         * @description Also customs events CUSS, CUSI, CUSR and the T&T 3.0 names. The same eventID again is harmless; a later eventUpdatedDateTime corrects, isRetracted withdraws; an eventID belongs to who recorded it first. Each event gets a result: accepted (with a reason when it came OUT_OF_ORDER or is SUPERSEDED by a later update), duplicate, corrected, retracted, quarantined (with the reason), ignored (a TRANSPORT or SHIPMENT event: checked, not kept), or refused (with the property). The list stands or falls event by event.
         *
         *     For port-operator, carrier, logistics-provider; scope `port-channel:write`.
         */
        post: operations["recordEquipmentEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/port-channel/passes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Green-lane passes: of your ports, your cargo or your ships.
         * @description For every role; scope `read`.
         */
        get: operations["listPasses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/port-channel/passes/{passId}/acknowledgement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The port operator has taken the pass into its own systems.
         * @description For port-operator; scope `port-channel:write`.
         */
        post: operations["acknowledgePass"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/port-channel/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events that no clock could take, with the reason, until someone resolves them.
         * @description DATE_ONLY_STAMP: only a day is known. LOAD_WITHOUT_GATE_IN, LOAD_AT_OTHER_PORT, CUSTOMS_WITHOUT_GATE_IN: there is no visit to place it in. NEVER_LOADED: it gated in 30 days ago and neither loaded nor left. A late event that makes sense of one releases it by itself.
         *
         *     For port-operator, authority, verifier; scope `read`.
         */
        get: operations["listQuarantine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/port-channel/quarantine/{eventID}/correction": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Places a quarantined event: the time, the port or the terminal that it should have named.
         * @description Recorded as a later version of the event. Naming the time, even the one it has, answers for a stamp that looks like a mere day.
         *
         *     For port-operator, authority; scope `port-channel:write`.
         */
        post: operations["correctQuarantined"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/port-channel/quarantine/{eventID}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Leaves a quarantined event out of every clock, with a word on why.
         * @description For port-operator, authority; scope `port-channel:write`.
         */
        post: operations["discardQuarantined"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/port-channel/quarantine/{eventID}/resolution": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Closes a quarantined event with a word on why, and changes nothing else; a corrected event under the same eventID resolves it by itself.
         * @description For port-operator, authority; scope `port-channel:write`.
         */
        post: operations["resolveQuarantine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programme/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The audit log as NDJSON, one chain or all, in order.
         * @description Each row carries the hash of the one before it; hashes are SHA-256 over the RFC 8785 form of the row without its hash. `greenlane audit verify` checks an export offline.
         *
         *     For authority, verifier; scope `read`.
         */
        get: operations["readAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programme/audit/anchors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The daily anchors with the chain ends that each signs: what `greenlane audit verify` needs.
         * @description For authority, verifier; scope `read`.
         */
        get: operations["readAuditAnchors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programme/clusters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The designated clusters. The other zones of the first phase are in the diagnostic phase and never have priority.
         * @description Open to anyone.
         */
        get: operations["listClusters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programme/designations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Designations: all for the authority and verifiers, your own otherwise.
         * @description For every role; scope `read`.
         */
        get: operations["listDesignations"];
        put?: never;
        /**
         * Designates an exporter as a priority unit.
         * @description For authority; scope `programme:write`.
         */
        post: operations["grantDesignation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programme/designations/{designationId}/reinstatement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Records the reinstatement of a designation; confirmed space stays, held space that rested on it is looked at again.
         * @description For authority; scope `programme:write`.
         */
        post: operations["reinstatementOfDesignation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programme/designations/{designationId}/revocation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Records the revocation of a designation; confirmed space stays, held space that rested on it is looked at again.
         * @description For authority; scope `programme:write`.
         */
        post: operations["revocationOfDesignation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programme/designations/{designationId}/suspension": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Records the suspension of a designation; confirmed space stays, held space that rested on it is looked at again.
         * @description For authority; scope `programme:write`.
         */
        post: operations["suspensionOfDesignation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programme/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The organisation that the key belongs to.
         * @description For every role; scope `read`.
         */
        get: operations["readMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programme/organisations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Organisations: all for the authority and verifiers, your own otherwise.
         * @description For every role; scope `read`.
         */
        get: operations["listOrganisations"];
        put?: never;
        /**
         * Registers an organisation.
         * @description For authority; scope `programme:write`.
         */
        post: operations["registerOrganisation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programme/organisations/{organisationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One organisation.
         * @description For every role; scope `read`.
         */
        get: operations["readOrganisation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programme/organisations/{organisationId}/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Keys of an organisation, without the keys themselves.
         * @description `lastUsedAt` is known to within five minutes or so.
         *
         *     For every role; scope `read`.
         */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Makes an API key; it is shown this once.
         * @description At most two are good at once, so that one can be rotated. Only a hash is stored. Every service knows the key a moment later. Without `scopes` it may do whatever the role of its organisation may.
         *
         *     For every role; scope `keys:write`.
         */
        post: operations["issueApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programme/organisations/{organisationId}/api-keys/{keyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revokes a key at once, on every service.
         * @description For every role; scope `keys:write`.
         */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programme/organisations/{organisationId}/mandates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Mandates that an exporter gave or a provider was given, revoked ones included.
         * @description For exporter, logistics-provider, authority; scope `read`.
         */
        get: operations["listMandates"];
        put?: never;
        /**
         * Lets a logistics provider act for the exporter.
         * @description The provider may then submit, amend and cancel requests for the exporter, whose designation counts. Granting again changes nothing.
         *
         *     For exporter, authority; scope `keys:write`.
         */
        post: operations["grantMandate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programme/organisations/{organisationId}/mandates/{providerId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * The provider may act for the exporter no more, at once, on every service.
         * @description What it did for the exporter stays as it is.
         *
         *     For exporter, authority; scope `keys:write`.
         */
        delete: operations["revokeMandate"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programme/organisations/{organisationId}/reinstatement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reinstates a suspended organisation.
         * @description For authority; scope `programme:write`.
         */
        post: operations["reinstateOrganisation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programme/organisations/{organisationId}/suspension": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Suspends an organisation: its keys stop working on every service.
         * @description For authority; scope `programme:write`.
         */
        post: operations["suspendOrganisation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programme/organisations/{organisationId}/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Persons who act, or acted, for an organisation.
         * @description For every role; scope `read`.
         */
        get: operations["listUsers"];
        put?: never;
        /**
         * Makes a person a user of the organisation, by what their OpenID Connect issuer calls them.
         * @description From then on access tokens of that issuer and subject act for the organisation, as far as its role and the `scopes` given here go. A person is a user of one organisation at a time.
         *
         *     For every role; scope `keys:write`.
         */
        post: operations["addUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programme/organisations/{organisationId}/users/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Removes a user at once, on every service; their open streams end.
         * @description For every role; scope `keys:write`.
         */
        delete: operations["removeUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programme/outcomes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Uptake, time to allocation, fill rate, CO2e beside the lane default, dwell saved, claims: in all, by cluster, and by province, port or month.
         * @description The method of each figure is at /v1/programme/outcomes/methods. `format=csv` gives one row a group (`by`, default cluster).
         *
         *     For authority, verifier; scope `read`.
         */
        get: operations["readOutcomes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programme/outcomes/methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How each outcome figure is made.
         * @description Open to anyone.
         */
        get: operations["readOutcomeMethods"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programme/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Policy versions, newest effective date first.
         * @description For every role; scope `read`.
         */
        get: operations["listPolicies"];
        put?: never;
        /**
         * Drafts a policy version. It comes into force when a second person approves it, from its effective date.
         * @description For authority; scope `programme:write`.
         */
        post: operations["draftPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programme/policies/schema": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The JSON Schema of the rules of a policy document.
         * @description Open to anyone.
         */
        get: operations["readPolicySchema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programme/policies/{policyId}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a policy version would change if it came into force now, computed on copies of the market books.
         * @description Answers 200 when matching answered at once; else 202, and the answer is at Location a moment later. Nothing is changed.
         *
         *     For authority; scope `programme:write`.
         */
        post: operations["previewPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programme/policies/{policyId}/previews/{previewId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A preview that was asked for, with its answer once there is one.
         * @description For authority; scope `read`.
         */
        get: operations["readPolicyPreview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programme/policies/{policyId}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One policy version.
         * @description For every role; scope `read`.
         */
        get: operations["readPolicy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programme/policies/{policyId}/versions/{version}/approval": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A second person puts a draft in force.
         * @description For authority; scope `programme:write`.
         */
        post: operations["approvePolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programme/policies/{policyId}/versions/{version}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every rule in which a version differs from another.
         * @description For every role; scope `read`.
         */
        get: operations["diffPolicy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ranking-policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The policy that ranks now: weights, protection, deadlines, with its basis and evidence.
         * @description For every role; scope `read`.
         */
        get: operations["getRankingPolicy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rankings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ranks a request that is not stored: a quote.
         * @description For exporter, logistics-provider, authority; scope `read`.
         */
        post: operations["quoteRanking"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rankings/offers/{offerId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Why the space of a carrier's own offer was used or not, without a word of rivals or single exporters.
         * @description For carrier, authority; scope `read`.
         */
        get: operations["getOfferUse"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rankings/{requestId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The book as it is now for a request: the ten best offers, and why the first ten others were refused.
         * @description For exporter, logistics-provider, authority, verifier; scope `read`.
         */
        get: operations["getRanking"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rankings/{requestId}/candidates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every offer of the market that could take the request, in rank order.
         * @description For exporter, logistics-provider, authority, verifier; scope `read`.
         */
        get: operations["listCandidates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rankings/{requestId}/refused": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every offer of the market that cannot take the request, with the reasons.
         * @description For exporter, logistics-provider, authority, verifier; scope `read`.
         */
        get: operations["listRefused"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/vessel-offers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The carrier’s offers, oldest first
         * @description For carrier, authority, verifier; scope `read`.
         */
        get: operations["listVesselOffers"];
        put?: never;
        /**
         * Publish capacity on a sailing
         * @description `carrierOfferReference` names the offer once per carrier: a repeat with the same body answers 200 with the offer, another body 409.
         *
         *     For carrier; scope `offers:write`.
         */
        post: operations["publishVesselOffer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/vessel-offers/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish many offers, one JSON object a line
         * @description Each line is judged alone and answered by a line: 201 published, 200 repeated, 400 malformed, 409 or 422 refused. Lines that were answered 201 are all stored before the answer begins.
         *
         *     For carrier; scope `offers:write`.
         */
        post: operations["publishVesselOffers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/vessel-offers/{offerId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One offer with the space that remains on each leg
         * @description For carrier, authority, verifier; scope `read`.
         */
        get: operations["getVesselOffer"];
        /**
         * Replace an offer with its full new state
         * @description Market and reference stay. Space that is loaded cannot be cut (409); held and confirmed cargo that no longer fits rolls. The same state again makes no version.
         *
         *     For carrier; scope `offers:write`.
         */
        put: operations["amendVesselOffer"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/vessel-offers/{offerId}/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take an offer back; its cargo that is not on board rolls
         * @description Withdrawing again changes nothing and answers the same. `If-Match` is honoured when it is sent.
         *
         *     For carrier; scope `offers:write`.
         */
        post: operations["withdrawVesselOffer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Your webhook subscriptions, without their secrets.
         * @description For every role; scope `read`.
         */
        get: operations["listWebhookSubscriptions"];
        put?: never;
        /**
         * Has your events posted to a URL of yours, signed by Standard Webhooks.
         * @description The answer holds the secret, once. The subscription is `pending` until the URL answers a signed challenge with `{"challenge": "<the same>"}`; then every later event of your feed (of the types you name; all without any) is posted at least once under its event id as `webhook-id`: retried for 72 hours with growing pauses, never over a redirect, never to a private address. Order is not promised. 410 ends the subscription.
         *
         *     For every role; scope `webhooks:write`.
         */
        post: operations["createWebhookSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-subscriptions/{subscriptionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One subscription, its status and why.
         * @description For every role; scope `read`.
         */
        get: operations["readWebhookSubscription"];
        put?: never;
        post?: never;
        /**
         * Ends a subscription; what was queued is dropped.
         * @description For every role; scope `webhooks:write`.
         */
        delete: operations["deleteWebhookSubscription"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-subscriptions/{subscriptionId}/challenge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Asks for the challenge again: after it failed, or to bring a disabled subscription back.
         * @description Events that happened meanwhile wait in your feed and follow once the challenge is passed.
         *
         *     For every role; scope `webhooks:write`.
         */
        post: operations["challengeWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-subscriptions/{subscriptionId}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The delivery log: each event with its status, newest first.
         * @description Delivered ones are kept for 30 days.
         *
         *     For every role; scope `read`.
         */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-subscriptions/{subscriptionId}/deliveries/{eventId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One delivery with every attempt.
         * @description For every role; scope `read`.
         */
        get: operations["readWebhookDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-subscriptions/{subscriptionId}/redeliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delivers again by hand: the events you name, or all whose 72 hours ran out.
         * @description For every role; scope `webhooks:write`.
         */
        post: operations["redeliverWebhooks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-subscriptions/{subscriptionId}/secret-rotation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A new secret; for 24 hours both sign.
         * @description For every role; scope `webhooks:write`.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/event-subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Your T&T 2.2 subscriptions.
         * @description For every role; scope `read`.
         */
        get: operations["listEventSubscriptions"];
        put?: never;
        /**
         * Subscribes to equipment events in the shape of DCSA T&T 2.2.
         * @description All filters must be met; of a list, one value. Events are posted as a list with `Notification-Signature: sha256=…` over the body under your base64 secret. Posting begins once the URL has answered an empty list with 2xx. Only equipment events are posted; a filter of shipment or transport events is met by none.
         *
         *     For every role; scope `webhooks:write`.
         */
        post: operations["createEventSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/event-subscriptions/{subscriptionID}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One T&T 2.2 subscription.
         * @description For every role; scope `read`.
         */
        get: operations["readEventSubscription"];
        /**
         * Replaces callback and filters; a new callback must answer before events are posted to it.
         * @description For every role; scope `webhooks:write`.
         */
        put: operations["replaceEventSubscription"];
        post?: never;
        /**
         * Ends a T&T 2.2 subscription.
         * @description For every role; scope `webhooks:write`.
         */
        delete: operations["deleteEventSubscription"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/event-subscriptions/{subscriptionID}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Replaces the shared secret.
         * @description For every role; scope `webhooks:write`.
         */
        put: operations["replaceEventSubscriptionSecret"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Equipment events in the shape of DCSA T&T 2.2.0, for DCSA clients.
         * @description Ordered by eventCreatedDateTime, which is when the platform took the version in: ask for `eventCreatedDateTime:gte` the last one you saw, or keep the Next-Page cursor. A corrected event comes again under its eventID; a retracted one is listed no more. Customs events (CUSS, CUSI, CUSR) are not of 2.2 and are not listed.
         *
         *     For every role; scope `read`.
         */
        get: operations["listTrackAndTraceEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/events/{eventID}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One equipment event in the shape of DCSA T&T 2.2.0.
         * @description For every role; scope `read`.
         */
        get: operations["readTrackAndTraceEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description RFC 9457 problem document. Title, detail and messages are in the language of Accept-Language (en or zh); codes and properties never change. */
        Problem: {
            type: string;
            title: string;
            status: number;
            detail: string;
            instance: string;
            correlationId: string;
            errors: {
                code: string;
                property?: string;
                message: string;
            }[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readPublicAuditAnchors: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Keys, and anchors oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A JWK set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPactFootprints: {
        parameters: {
            query?: {
                $filter?: string;
                limit?: string;
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `Link` names the next one. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: ({
                            id: string;
                        } & {
                            [key: string]: unknown;
                        })[];
                    };
                };
            };
            /** @description BadRequest or NotImplemented. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        message: string;
                    };
                };
            };
        };
    };
    readPactFootprint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                footprintId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The footprint. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            id: string;
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAllocations: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                requestId?: string;
                offerId?: string;
                priority?: "true" | "false";
                loadPort?: string;
                status?: "held" | "confirmed" | "loaded" | "completed" | "released" | "expired" | "declined" | "cancelled" | "rolled";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of allocations. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        allocationId: string;
                        version: number;
                        /** @enum {string} */
                        status: "held" | "confirmed" | "loaded" | "completed" | "released" | "expired" | "declined" | "cancelled" | "rolled";
                        cause: string;
                        market: string;
                        requestId: string;
                        requestReference: string;
                        offerId: string;
                        offerVersion?: number;
                        carrierOfferReference: string;
                        exporterId: string;
                        exporterName: string;
                        submittedBy: string;
                        carrierId: string;
                        carrierName: string;
                        clusterCode?: string;
                        priority: boolean;
                        indicative: boolean;
                        policyVersion: string;
                        /** @enum {string} */
                        objective: "LOWEST_EMISSIONS" | "BALANCED" | "EARLIEST_ARRIVAL";
                        units: number;
                        /** @enum {string} */
                        ISOEquipmentCode: "22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1";
                        space: {
                            quarterTeu: number;
                            weightKg: number;
                            dangerousGoodsQuarterTeu: number;
                            reeferPlugs: number;
                        };
                        extendedHSCode: string;
                        commodityType: string;
                        dangerousGoods: {
                            UNNumber: string;
                            imoClass: string;
                            certificateReference?: string;
                        }[];
                        /** @enum {string} */
                        incoterm?: "EXW" | "FCA" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP" | "FAS" | "FOB" | "CFR" | "CIF";
                        incotermNamedPlace?: string;
                        consignee?: string;
                        vessel: {
                            vesselIMONumber: string;
                            name: string;
                        };
                        carrierServiceCode: string;
                        carrierExportVoyageNumber: string;
                        loadPort: string;
                        facilitySMDGCode?: string;
                        dischargePort: string;
                        /** Format: date-time */
                        departureDateTime: string;
                        /** Format: date-time */
                        arrivalDateTime: string;
                        cutOffs: {
                            /** @enum {string} */
                            cutOffDateTimeCode: "DCO" | "VCO" | "FCO" | "LCO" | "PCO" | "ECP" | "EFC" | "RCO" | "DGC" | "OBC" | "TCO" | "STA" | "SPA" | "CUA" | "AFC";
                            /** Format: date-time */
                            cutOffDateTime: string;
                        }[];
                        rate: {
                            amount: string;
                            currencyCode: string;
                        } | null;
                        /** Format: date-time */
                        holdExpiresAt?: string;
                        replaces?: string;
                        chain: {
                            factorSetVersion: string;
                            /** @enum {string} */
                            ISOEquipmentCode: "22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1";
                            cargoMassKg: string;
                            preCarriage: {
                                /** @enum {string} */
                                mode: "ROAD" | "RAIL" | "INLAND_WATERWAY" | "FEEDER";
                                distanceKm: string;
                            }[];
                            sea: {
                                loadPort: string;
                                dischargePort: string;
                                /** @enum {string} */
                                route: "SUEZ" | "CAPE" | "PANAMA" | "DIRECT";
                                distanceKm: string;
                                distanceSource: string;
                                tradeLane: string;
                                profile: {
                                    /** @constant */
                                    dataQuality: "PRIMARY";
                                    fuels: {
                                        /** @enum {string} */
                                        fuel: "HFO" | "VLSFO" | "MDO_MGO" | "LNG" | "METHANOL" | "BIO_METHANOL" | "FAME" | "HVO" | "BIO_LNG" | "AMMONIA";
                                        tonnes: string;
                                        certifiedGramsPerMJ?: string;
                                    }[];
                                    referencePeriod: {
                                        /** Format: date */
                                        start: string;
                                        /** Format: date */
                                        end: string;
                                    };
                                    transportWorkTeuKm: string;
                                    /** @default [] */
                                    evidence: {
                                        /** @enum {string} */
                                        type: "BUNKER_DELIVERY_NOTE" | "PROOF_OF_SUSTAINABILITY" | "VOYAGE_REPORT" | "VERIFICATION_STATEMENT" | "EU_MRV_REPORT" | "OTHER";
                                        reference: string;
                                        sha256?: string;
                                    }[];
                                } | {
                                    /** @constant */
                                    dataQuality: "MODELLED";
                                    gCO2PerTonneNauticalMile: string;
                                    reportingYear: number;
                                    /** @constant */
                                    source: "EU-MRV";
                                } | {
                                    /** @constant */
                                    dataQuality: "DEFAULT";
                                };
                                /** Format: date */
                                profileJudgedOn: string;
                            };
                        };
                        perContainer: {
                            wellToWakeGrams: number;
                            wellToTankGrams: number;
                            tankToWakeGrams: number;
                            laneDefaultWellToWakeGrams: number;
                        };
                        /** Format: date-time */
                        decidedAt: string;
                        /** Format: date-time */
                        changedAt: string;
                    }[];
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    allocateUnits: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    requestId: string;
                    offerId: string;
                    units: number;
                };
            };
        };
        responses: {
            /** @description Space is held. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        allocationId: string;
                        version: number;
                        /** @enum {string} */
                        status: "held" | "confirmed" | "loaded" | "completed" | "released" | "expired" | "declined" | "cancelled" | "rolled";
                        cause: string;
                        market: string;
                        requestId: string;
                        requestReference: string;
                        offerId: string;
                        offerVersion?: number;
                        carrierOfferReference: string;
                        exporterId: string;
                        exporterName: string;
                        submittedBy: string;
                        carrierId: string;
                        carrierName: string;
                        clusterCode?: string;
                        priority: boolean;
                        indicative: boolean;
                        policyVersion: string;
                        /** @enum {string} */
                        objective: "LOWEST_EMISSIONS" | "BALANCED" | "EARLIEST_ARRIVAL";
                        units: number;
                        /** @enum {string} */
                        ISOEquipmentCode: "22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1";
                        space: {
                            quarterTeu: number;
                            weightKg: number;
                            dangerousGoodsQuarterTeu: number;
                            reeferPlugs: number;
                        };
                        extendedHSCode: string;
                        commodityType: string;
                        dangerousGoods: {
                            UNNumber: string;
                            imoClass: string;
                            certificateReference?: string;
                        }[];
                        /** @enum {string} */
                        incoterm?: "EXW" | "FCA" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP" | "FAS" | "FOB" | "CFR" | "CIF";
                        incotermNamedPlace?: string;
                        consignee?: string;
                        vessel: {
                            vesselIMONumber: string;
                            name: string;
                        };
                        carrierServiceCode: string;
                        carrierExportVoyageNumber: string;
                        loadPort: string;
                        facilitySMDGCode?: string;
                        dischargePort: string;
                        /** Format: date-time */
                        departureDateTime: string;
                        /** Format: date-time */
                        arrivalDateTime: string;
                        cutOffs: {
                            /** @enum {string} */
                            cutOffDateTimeCode: "DCO" | "VCO" | "FCO" | "LCO" | "PCO" | "ECP" | "EFC" | "RCO" | "DGC" | "OBC" | "TCO" | "STA" | "SPA" | "CUA" | "AFC";
                            /** Format: date-time */
                            cutOffDateTime: string;
                        }[];
                        rate: {
                            amount: string;
                            currencyCode: string;
                        } | null;
                        /** Format: date-time */
                        holdExpiresAt?: string;
                        replaces?: string;
                        chain: {
                            factorSetVersion: string;
                            /** @enum {string} */
                            ISOEquipmentCode: "22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1";
                            cargoMassKg: string;
                            preCarriage: {
                                /** @enum {string} */
                                mode: "ROAD" | "RAIL" | "INLAND_WATERWAY" | "FEEDER";
                                distanceKm: string;
                            }[];
                            sea: {
                                loadPort: string;
                                dischargePort: string;
                                /** @enum {string} */
                                route: "SUEZ" | "CAPE" | "PANAMA" | "DIRECT";
                                distanceKm: string;
                                distanceSource: string;
                                tradeLane: string;
                                profile: {
                                    /** @constant */
                                    dataQuality: "PRIMARY";
                                    fuels: {
                                        /** @enum {string} */
                                        fuel: "HFO" | "VLSFO" | "MDO_MGO" | "LNG" | "METHANOL" | "BIO_METHANOL" | "FAME" | "HVO" | "BIO_LNG" | "AMMONIA";
                                        tonnes: string;
                                        certifiedGramsPerMJ?: string;
                                    }[];
                                    referencePeriod: {
                                        /** Format: date */
                                        start: string;
                                        /** Format: date */
                                        end: string;
                                    };
                                    transportWorkTeuKm: string;
                                    /** @default [] */
                                    evidence: {
                                        /** @enum {string} */
                                        type: "BUNKER_DELIVERY_NOTE" | "PROOF_OF_SUSTAINABILITY" | "VOYAGE_REPORT" | "VERIFICATION_STATEMENT" | "EU_MRV_REPORT" | "OTHER";
                                        reference: string;
                                        sha256?: string;
                                    }[];
                                } | {
                                    /** @constant */
                                    dataQuality: "MODELLED";
                                    gCO2PerTonneNauticalMile: string;
                                    reportingYear: number;
                                    /** @constant */
                                    source: "EU-MRV";
                                } | {
                                    /** @constant */
                                    dataQuality: "DEFAULT";
                                };
                                /** Format: date */
                                profileJudgedOn: string;
                            };
                        };
                        perContainer: {
                            wellToWakeGrams: number;
                            wellToTankGrams: number;
                            tankToWakeGrams: number;
                            laneDefaultWellToWakeGrams: number;
                        };
                        /** Format: date-time */
                        decidedAt: string;
                        /** Format: date-time */
                        changedAt: string;
                    };
                };
            };
            /** @description Taken; the outcome follows at the Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        commandId: string;
                        /** @constant */
                        status: "PENDING";
                    };
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAllocationCommand: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                commandId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The allocation after the command. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        allocationId: string;
                        version: number;
                        /** @enum {string} */
                        status: "held" | "confirmed" | "loaded" | "completed" | "released" | "expired" | "declined" | "cancelled" | "rolled";
                        cause: string;
                        market: string;
                        requestId: string;
                        requestReference: string;
                        offerId: string;
                        offerVersion?: number;
                        carrierOfferReference: string;
                        exporterId: string;
                        exporterName: string;
                        submittedBy: string;
                        carrierId: string;
                        carrierName: string;
                        clusterCode?: string;
                        priority: boolean;
                        indicative: boolean;
                        policyVersion: string;
                        /** @enum {string} */
                        objective: "LOWEST_EMISSIONS" | "BALANCED" | "EARLIEST_ARRIVAL";
                        units: number;
                        /** @enum {string} */
                        ISOEquipmentCode: "22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1";
                        space: {
                            quarterTeu: number;
                            weightKg: number;
                            dangerousGoodsQuarterTeu: number;
                            reeferPlugs: number;
                        };
                        extendedHSCode: string;
                        commodityType: string;
                        dangerousGoods: {
                            UNNumber: string;
                            imoClass: string;
                            certificateReference?: string;
                        }[];
                        /** @enum {string} */
                        incoterm?: "EXW" | "FCA" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP" | "FAS" | "FOB" | "CFR" | "CIF";
                        incotermNamedPlace?: string;
                        consignee?: string;
                        vessel: {
                            vesselIMONumber: string;
                            name: string;
                        };
                        carrierServiceCode: string;
                        carrierExportVoyageNumber: string;
                        loadPort: string;
                        facilitySMDGCode?: string;
                        dischargePort: string;
                        /** Format: date-time */
                        departureDateTime: string;
                        /** Format: date-time */
                        arrivalDateTime: string;
                        cutOffs: {
                            /** @enum {string} */
                            cutOffDateTimeCode: "DCO" | "VCO" | "FCO" | "LCO" | "PCO" | "ECP" | "EFC" | "RCO" | "DGC" | "OBC" | "TCO" | "STA" | "SPA" | "CUA" | "AFC";
                            /** Format: date-time */
                            cutOffDateTime: string;
                        }[];
                        rate: {
                            amount: string;
                            currencyCode: string;
                        } | null;
                        /** Format: date-time */
                        holdExpiresAt?: string;
                        replaces?: string;
                        chain: {
                            factorSetVersion: string;
                            /** @enum {string} */
                            ISOEquipmentCode: "22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1";
                            cargoMassKg: string;
                            preCarriage: {
                                /** @enum {string} */
                                mode: "ROAD" | "RAIL" | "INLAND_WATERWAY" | "FEEDER";
                                distanceKm: string;
                            }[];
                            sea: {
                                loadPort: string;
                                dischargePort: string;
                                /** @enum {string} */
                                route: "SUEZ" | "CAPE" | "PANAMA" | "DIRECT";
                                distanceKm: string;
                                distanceSource: string;
                                tradeLane: string;
                                profile: {
                                    /** @constant */
                                    dataQuality: "PRIMARY";
                                    fuels: {
                                        /** @enum {string} */
                                        fuel: "HFO" | "VLSFO" | "MDO_MGO" | "LNG" | "METHANOL" | "BIO_METHANOL" | "FAME" | "HVO" | "BIO_LNG" | "AMMONIA";
                                        tonnes: string;
                                        certifiedGramsPerMJ?: string;
                                    }[];
                                    referencePeriod: {
                                        /** Format: date */
                                        start: string;
                                        /** Format: date */
                                        end: string;
                                    };
                                    transportWorkTeuKm: string;
                                    /** @default [] */
                                    evidence: {
                                        /** @enum {string} */
                                        type: "BUNKER_DELIVERY_NOTE" | "PROOF_OF_SUSTAINABILITY" | "VOYAGE_REPORT" | "VERIFICATION_STATEMENT" | "EU_MRV_REPORT" | "OTHER";
                                        reference: string;
                                        sha256?: string;
                                    }[];
                                } | {
                                    /** @constant */
                                    dataQuality: "MODELLED";
                                    gCO2PerTonneNauticalMile: string;
                                    reportingYear: number;
                                    /** @constant */
                                    source: "EU-MRV";
                                } | {
                                    /** @constant */
                                    dataQuality: "DEFAULT";
                                };
                                /** Format: date */
                                profileJudgedOn: string;
                            };
                        };
                        perContainer: {
                            wellToWakeGrams: number;
                            wellToTankGrams: number;
                            tankToWakeGrams: number;
                            laneDefaultWellToWakeGrams: number;
                        };
                        /** Format: date-time */
                        decidedAt: string;
                        /** Format: date-time */
                        changedAt: string;
                    };
                };
            };
            /** @description Taken; the outcome follows at the Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        commandId: string;
                        /** @constant */
                        status: "PENDING";
                    };
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAllocation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                allocationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The allocation. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        allocationId: string;
                        version: number;
                        /** @enum {string} */
                        status: "held" | "confirmed" | "loaded" | "completed" | "released" | "expired" | "declined" | "cancelled" | "rolled";
                        cause: string;
                        market: string;
                        requestId: string;
                        requestReference: string;
                        offerId: string;
                        offerVersion?: number;
                        carrierOfferReference: string;
                        exporterId: string;
                        exporterName: string;
                        submittedBy: string;
                        carrierId: string;
                        carrierName: string;
                        clusterCode?: string;
                        priority: boolean;
                        indicative: boolean;
                        policyVersion: string;
                        /** @enum {string} */
                        objective: "LOWEST_EMISSIONS" | "BALANCED" | "EARLIEST_ARRIVAL";
                        units: number;
                        /** @enum {string} */
                        ISOEquipmentCode: "22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1";
                        space: {
                            quarterTeu: number;
                            weightKg: number;
                            dangerousGoodsQuarterTeu: number;
                            reeferPlugs: number;
                        };
                        extendedHSCode: string;
                        commodityType: string;
                        dangerousGoods: {
                            UNNumber: string;
                            imoClass: string;
                            certificateReference?: string;
                        }[];
                        /** @enum {string} */
                        incoterm?: "EXW" | "FCA" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP" | "FAS" | "FOB" | "CFR" | "CIF";
                        incotermNamedPlace?: string;
                        consignee?: string;
                        vessel: {
                            vesselIMONumber: string;
                            name: string;
                        };
                        carrierServiceCode: string;
                        carrierExportVoyageNumber: string;
                        loadPort: string;
                        facilitySMDGCode?: string;
                        dischargePort: string;
                        /** Format: date-time */
                        departureDateTime: string;
                        /** Format: date-time */
                        arrivalDateTime: string;
                        cutOffs: {
                            /** @enum {string} */
                            cutOffDateTimeCode: "DCO" | "VCO" | "FCO" | "LCO" | "PCO" | "ECP" | "EFC" | "RCO" | "DGC" | "OBC" | "TCO" | "STA" | "SPA" | "CUA" | "AFC";
                            /** Format: date-time */
                            cutOffDateTime: string;
                        }[];
                        rate: {
                            amount: string;
                            currencyCode: string;
                        } | null;
                        /** Format: date-time */
                        holdExpiresAt?: string;
                        replaces?: string;
                        chain: {
                            factorSetVersion: string;
                            /** @enum {string} */
                            ISOEquipmentCode: "22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1";
                            cargoMassKg: string;
                            preCarriage: {
                                /** @enum {string} */
                                mode: "ROAD" | "RAIL" | "INLAND_WATERWAY" | "FEEDER";
                                distanceKm: string;
                            }[];
                            sea: {
                                loadPort: string;
                                dischargePort: string;
                                /** @enum {string} */
                                route: "SUEZ" | "CAPE" | "PANAMA" | "DIRECT";
                                distanceKm: string;
                                distanceSource: string;
                                tradeLane: string;
                                profile: {
                                    /** @constant */
                                    dataQuality: "PRIMARY";
                                    fuels: {
                                        /** @enum {string} */
                                        fuel: "HFO" | "VLSFO" | "MDO_MGO" | "LNG" | "METHANOL" | "BIO_METHANOL" | "FAME" | "HVO" | "BIO_LNG" | "AMMONIA";
                                        tonnes: string;
                                        certifiedGramsPerMJ?: string;
                                    }[];
                                    referencePeriod: {
                                        /** Format: date */
                                        start: string;
                                        /** Format: date */
                                        end: string;
                                    };
                                    transportWorkTeuKm: string;
                                    /** @default [] */
                                    evidence: {
                                        /** @enum {string} */
                                        type: "BUNKER_DELIVERY_NOTE" | "PROOF_OF_SUSTAINABILITY" | "VOYAGE_REPORT" | "VERIFICATION_STATEMENT" | "EU_MRV_REPORT" | "OTHER";
                                        reference: string;
                                        sha256?: string;
                                    }[];
                                } | {
                                    /** @constant */
                                    dataQuality: "MODELLED";
                                    gCO2PerTonneNauticalMile: string;
                                    reportingYear: number;
                                    /** @constant */
                                    source: "EU-MRV";
                                } | {
                                    /** @constant */
                                    dataQuality: "DEFAULT";
                                };
                                /** Format: date */
                                profileJudgedOn: string;
                            };
                        };
                        perContainer: {
                            wellToWakeGrams: number;
                            wellToTankGrams: number;
                            tankToWakeGrams: number;
                            laneDefaultWellToWakeGrams: number;
                        };
                        /** Format: date-time */
                        decidedAt: string;
                        /** Format: date-time */
                        changedAt: string;
                    };
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelAllocation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                allocationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The allocation after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        allocationId: string;
                        version: number;
                        /** @enum {string} */
                        status: "held" | "confirmed" | "loaded" | "completed" | "released" | "expired" | "declined" | "cancelled" | "rolled";
                        cause: string;
                        market: string;
                        requestId: string;
                        requestReference: string;
                        offerId: string;
                        offerVersion?: number;
                        carrierOfferReference: string;
                        exporterId: string;
                        exporterName: string;
                        submittedBy: string;
                        carrierId: string;
                        carrierName: string;
                        clusterCode?: string;
                        priority: boolean;
                        indicative: boolean;
                        policyVersion: string;
                        /** @enum {string} */
                        objective: "LOWEST_EMISSIONS" | "BALANCED" | "EARLIEST_ARRIVAL";
                        units: number;
                        /** @enum {string} */
                        ISOEquipmentCode: "22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1";
                        space: {
                            quarterTeu: number;
                            weightKg: number;
                            dangerousGoodsQuarterTeu: number;
                            reeferPlugs: number;
                        };
                        extendedHSCode: string;
                        commodityType: string;
                        dangerousGoods: {
                            UNNumber: string;
                            imoClass: string;
                            certificateReference?: string;
                        }[];
                        /** @enum {string} */
                        incoterm?: "EXW" | "FCA" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP" | "FAS" | "FOB" | "CFR" | "CIF";
                        incotermNamedPlace?: string;
                        consignee?: string;
                        vessel: {
                            vesselIMONumber: string;
                            name: string;
                        };
                        carrierServiceCode: string;
                        carrierExportVoyageNumber: string;
                        loadPort: string;
                        facilitySMDGCode?: string;
                        dischargePort: string;
                        /** Format: date-time */
                        departureDateTime: string;
                        /** Format: date-time */
                        arrivalDateTime: string;
                        cutOffs: {
                            /** @enum {string} */
                            cutOffDateTimeCode: "DCO" | "VCO" | "FCO" | "LCO" | "PCO" | "ECP" | "EFC" | "RCO" | "DGC" | "OBC" | "TCO" | "STA" | "SPA" | "CUA" | "AFC";
                            /** Format: date-time */
                            cutOffDateTime: string;
                        }[];
                        rate: {
                            amount: string;
                            currencyCode: string;
                        } | null;
                        /** Format: date-time */
                        holdExpiresAt?: string;
                        replaces?: string;
                        chain: {
                            factorSetVersion: string;
                            /** @enum {string} */
                            ISOEquipmentCode: "22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1";
                            cargoMassKg: string;
                            preCarriage: {
                                /** @enum {string} */
                                mode: "ROAD" | "RAIL" | "INLAND_WATERWAY" | "FEEDER";
                                distanceKm: string;
                            }[];
                            sea: {
                                loadPort: string;
                                dischargePort: string;
                                /** @enum {string} */
                                route: "SUEZ" | "CAPE" | "PANAMA" | "DIRECT";
                                distanceKm: string;
                                distanceSource: string;
                                tradeLane: string;
                                profile: {
                                    /** @constant */
                                    dataQuality: "PRIMARY";
                                    fuels: {
                                        /** @enum {string} */
                                        fuel: "HFO" | "VLSFO" | "MDO_MGO" | "LNG" | "METHANOL" | "BIO_METHANOL" | "FAME" | "HVO" | "BIO_LNG" | "AMMONIA";
                                        tonnes: string;
                                        certifiedGramsPerMJ?: string;
                                    }[];
                                    referencePeriod: {
                                        /** Format: date */
                                        start: string;
                                        /** Format: date */
                                        end: string;
                                    };
                                    transportWorkTeuKm: string;
                                    /** @default [] */
                                    evidence: {
                                        /** @enum {string} */
                                        type: "BUNKER_DELIVERY_NOTE" | "PROOF_OF_SUSTAINABILITY" | "VOYAGE_REPORT" | "VERIFICATION_STATEMENT" | "EU_MRV_REPORT" | "OTHER";
                                        reference: string;
                                        sha256?: string;
                                    }[];
                                } | {
                                    /** @constant */
                                    dataQuality: "MODELLED";
                                    gCO2PerTonneNauticalMile: string;
                                    reportingYear: number;
                                    /** @constant */
                                    source: "EU-MRV";
                                } | {
                                    /** @constant */
                                    dataQuality: "DEFAULT";
                                };
                                /** Format: date */
                                profileJudgedOn: string;
                            };
                        };
                        perContainer: {
                            wellToWakeGrams: number;
                            wellToTankGrams: number;
                            tankToWakeGrams: number;
                            laneDefaultWellToWakeGrams: number;
                        };
                        /** Format: date-time */
                        decidedAt: string;
                        /** Format: date-time */
                        changedAt: string;
                    };
                };
            };
            /** @description Taken; the outcome follows at the Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        commandId: string;
                        /** @constant */
                        status: "PENDING";
                    };
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirmAllocation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                allocationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The allocation after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        allocationId: string;
                        version: number;
                        /** @enum {string} */
                        status: "held" | "confirmed" | "loaded" | "completed" | "released" | "expired" | "declined" | "cancelled" | "rolled";
                        cause: string;
                        market: string;
                        requestId: string;
                        requestReference: string;
                        offerId: string;
                        offerVersion?: number;
                        carrierOfferReference: string;
                        exporterId: string;
                        exporterName: string;
                        submittedBy: string;
                        carrierId: string;
                        carrierName: string;
                        clusterCode?: string;
                        priority: boolean;
                        indicative: boolean;
                        policyVersion: string;
                        /** @enum {string} */
                        objective: "LOWEST_EMISSIONS" | "BALANCED" | "EARLIEST_ARRIVAL";
                        units: number;
                        /** @enum {string} */
                        ISOEquipmentCode: "22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1";
                        space: {
                            quarterTeu: number;
                            weightKg: number;
                            dangerousGoodsQuarterTeu: number;
                            reeferPlugs: number;
                        };
                        extendedHSCode: string;
                        commodityType: string;
                        dangerousGoods: {
                            UNNumber: string;
                            imoClass: string;
                            certificateReference?: string;
                        }[];
                        /** @enum {string} */
                        incoterm?: "EXW" | "FCA" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP" | "FAS" | "FOB" | "CFR" | "CIF";
                        incotermNamedPlace?: string;
                        consignee?: string;
                        vessel: {
                            vesselIMONumber: string;
                            name: string;
                        };
                        carrierServiceCode: string;
                        carrierExportVoyageNumber: string;
                        loadPort: string;
                        facilitySMDGCode?: string;
                        dischargePort: string;
                        /** Format: date-time */
                        departureDateTime: string;
                        /** Format: date-time */
                        arrivalDateTime: string;
                        cutOffs: {
                            /** @enum {string} */
                            cutOffDateTimeCode: "DCO" | "VCO" | "FCO" | "LCO" | "PCO" | "ECP" | "EFC" | "RCO" | "DGC" | "OBC" | "TCO" | "STA" | "SPA" | "CUA" | "AFC";
                            /** Format: date-time */
                            cutOffDateTime: string;
                        }[];
                        rate: {
                            amount: string;
                            currencyCode: string;
                        } | null;
                        /** Format: date-time */
                        holdExpiresAt?: string;
                        replaces?: string;
                        chain: {
                            factorSetVersion: string;
                            /** @enum {string} */
                            ISOEquipmentCode: "22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1";
                            cargoMassKg: string;
                            preCarriage: {
                                /** @enum {string} */
                                mode: "ROAD" | "RAIL" | "INLAND_WATERWAY" | "FEEDER";
                                distanceKm: string;
                            }[];
                            sea: {
                                loadPort: string;
                                dischargePort: string;
                                /** @enum {string} */
                                route: "SUEZ" | "CAPE" | "PANAMA" | "DIRECT";
                                distanceKm: string;
                                distanceSource: string;
                                tradeLane: string;
                                profile: {
                                    /** @constant */
                                    dataQuality: "PRIMARY";
                                    fuels: {
                                        /** @enum {string} */
                                        fuel: "HFO" | "VLSFO" | "MDO_MGO" | "LNG" | "METHANOL" | "BIO_METHANOL" | "FAME" | "HVO" | "BIO_LNG" | "AMMONIA";
                                        tonnes: string;
                                        certifiedGramsPerMJ?: string;
                                    }[];
                                    referencePeriod: {
                                        /** Format: date */
                                        start: string;
                                        /** Format: date */
                                        end: string;
                                    };
                                    transportWorkTeuKm: string;
                                    /** @default [] */
                                    evidence: {
                                        /** @enum {string} */
                                        type: "BUNKER_DELIVERY_NOTE" | "PROOF_OF_SUSTAINABILITY" | "VOYAGE_REPORT" | "VERIFICATION_STATEMENT" | "EU_MRV_REPORT" | "OTHER";
                                        reference: string;
                                        sha256?: string;
                                    }[];
                                } | {
                                    /** @constant */
                                    dataQuality: "MODELLED";
                                    gCO2PerTonneNauticalMile: string;
                                    reportingYear: number;
                                    /** @constant */
                                    source: "EU-MRV";
                                } | {
                                    /** @constant */
                                    dataQuality: "DEFAULT";
                                };
                                /** Format: date */
                                profileJudgedOn: string;
                            };
                        };
                        perContainer: {
                            wellToWakeGrams: number;
                            wellToTankGrams: number;
                            tankToWakeGrams: number;
                            laneDefaultWellToWakeGrams: number;
                        };
                        /** Format: date-time */
                        decidedAt: string;
                        /** Format: date-time */
                        changedAt: string;
                    };
                };
            };
            /** @description Taken; the outcome follows at the Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        commandId: string;
                        /** @constant */
                        status: "PENDING";
                    };
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDecision: {
        parameters: {
            query?: never;
            header?: {
                /** @description Language of the sentences in the answer: en or zh. Codes and figures are the same. */
                "Accept-Language"?: string;
            };
            path: {
                allocationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The decision record. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        allocationId: string;
                        market: string;
                        journalSequence: number;
                        journalInput: string;
                        cause: string;
                        offerId: string;
                        units: number;
                        message: string;
                        ranking: {
                            requestId: string;
                            decidedAt: string;
                            policyVersion: string;
                            factorSetVersion: string;
                            isPriorityUnit: boolean;
                            indicative: boolean;
                            objective: string;
                            units: number;
                            counts: {
                                candidates: number;
                                refused: number;
                                byReason: {
                                    [key: string]: number;
                                };
                            };
                            protection: {
                                /** @enum {string} */
                                mode: "FIXED_SHARE" | "BID_PRICE";
                                /** @enum {string} */
                                basis: "FIXED_SHARE" | "BOOKING_CURVE";
                                solvedAt: string | null;
                                message: string;
                            };
                            candidates: {
                                rank: number;
                                offerId: string;
                                carrierOfferReference: string;
                                carrierName: string;
                                vessel: {
                                    vesselIMONumber: string;
                                    name: string;
                                };
                                loadPort: string;
                                dischargePort: string;
                                departureDateTime: string;
                                arrivalDateTime: string;
                                rate: {
                                    amount: string;
                                    currencyCode: string;
                                } | null;
                                paretoOptimal: boolean;
                                lowEmission: boolean;
                                withinTwoPercentOfBest: boolean;
                                decidedBy: string | null;
                                message: string;
                                units: number;
                                freight: {
                                    amount: string;
                                    currencyCode: string;
                                } | null;
                                co2e: {
                                    totalKg: string;
                                    perTeuKg: string;
                                    perContainerKg: string;
                                    wellToTankKg: string;
                                    tankToWakeKg: string;
                                    laneDefaultKg: string;
                                    byElement: {
                                        kind: string;
                                        mode: string;
                                        distanceKm: string;
                                        kg: string;
                                        dataQuality: string;
                                    }[];
                                    dataQuality: string;
                                    primaryDataSharePercent: string;
                                };
                                cost: {
                                    freight: {
                                        amount: string;
                                        currencyCode: string;
                                    } | null;
                                    euEts: {
                                        allowancesKg: string;
                                        amount: {
                                            amount: string;
                                            currencyCode: string;
                                        } | null;
                                        allocationRule: string;
                                    } | null;
                                    fuelEu: {
                                        amount: {
                                            amount: string;
                                            currencyCode: string;
                                        };
                                        /** @enum {string} */
                                        position: "DEFICIT" | "SURPLUS";
                                        allocationRule: string;
                                    } | null;
                                    indicativeSubsidy: {
                                        amount: string;
                                        currencyCode: string;
                                    } | null;
                                    message: string;
                                };
                            }[];
                            refused: {
                                offerId: string;
                                carrierOfferReference: string;
                                carrierName: string;
                                vessel: {
                                    vesselIMONumber: string;
                                    name: string;
                                };
                                reasons: {
                                    /** @enum {string} */
                                    code: "LOAD_PORT_NOT_CALLED" | "DISCHARGE_PORT_NOT_CALLED" | "PORTS_OUT_OF_SEQUENCE" | "SEA_DISTANCE_UNKNOWN" | "OFFER_CLOSED" | "OFFER_EXPIRED" | "EQUIPMENT_NOT_ACCEPTED" | "UN_NUMBER_NOT_ACCEPTED" | "DANGEROUS_GOODS_CLASS_MISMATCH" | "CERTIFICATE_MISSING" | "CUT_OFF_PASSED" | "CARGO_NOT_READY" | "ARRIVES_TOO_LATE" | "RATE_UNKNOWN" | "CURRENCY_MISMATCH" | "RATE_ABOVE_CAP" | "CO2E_ABOVE_CAP" | "DECLINED_BEFORE" | "FULL" | "WEIGHT_FULL" | "DANGEROUS_GOODS_FULL" | "REEFER_PLUGS_FULL" | "PROTECTED" | "DISPLACES_EXPECTED_PRIORITY";
                                    message: string;
                                    limit?: string;
                                    actual?: string;
                                }[];
                            }[];
                            counterfactuals: {
                                change: string;
                                offerId: string;
                                kgCo2ePerTeu: string;
                                message: string;
                            }[];
                            relaxation: {
                                change: string;
                                offerId: string;
                                kgCo2ePerTeu: string;
                                message: string;
                            } | null;
                        };
                    };
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    declineAllocation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                allocationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The allocation after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        allocationId: string;
                        version: number;
                        /** @enum {string} */
                        status: "held" | "confirmed" | "loaded" | "completed" | "released" | "expired" | "declined" | "cancelled" | "rolled";
                        cause: string;
                        market: string;
                        requestId: string;
                        requestReference: string;
                        offerId: string;
                        offerVersion?: number;
                        carrierOfferReference: string;
                        exporterId: string;
                        exporterName: string;
                        submittedBy: string;
                        carrierId: string;
                        carrierName: string;
                        clusterCode?: string;
                        priority: boolean;
                        indicative: boolean;
                        policyVersion: string;
                        /** @enum {string} */
                        objective: "LOWEST_EMISSIONS" | "BALANCED" | "EARLIEST_ARRIVAL";
                        units: number;
                        /** @enum {string} */
                        ISOEquipmentCode: "22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1";
                        space: {
                            quarterTeu: number;
                            weightKg: number;
                            dangerousGoodsQuarterTeu: number;
                            reeferPlugs: number;
                        };
                        extendedHSCode: string;
                        commodityType: string;
                        dangerousGoods: {
                            UNNumber: string;
                            imoClass: string;
                            certificateReference?: string;
                        }[];
                        /** @enum {string} */
                        incoterm?: "EXW" | "FCA" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP" | "FAS" | "FOB" | "CFR" | "CIF";
                        incotermNamedPlace?: string;
                        consignee?: string;
                        vessel: {
                            vesselIMONumber: string;
                            name: string;
                        };
                        carrierServiceCode: string;
                        carrierExportVoyageNumber: string;
                        loadPort: string;
                        facilitySMDGCode?: string;
                        dischargePort: string;
                        /** Format: date-time */
                        departureDateTime: string;
                        /** Format: date-time */
                        arrivalDateTime: string;
                        cutOffs: {
                            /** @enum {string} */
                            cutOffDateTimeCode: "DCO" | "VCO" | "FCO" | "LCO" | "PCO" | "ECP" | "EFC" | "RCO" | "DGC" | "OBC" | "TCO" | "STA" | "SPA" | "CUA" | "AFC";
                            /** Format: date-time */
                            cutOffDateTime: string;
                        }[];
                        rate: {
                            amount: string;
                            currencyCode: string;
                        } | null;
                        /** Format: date-time */
                        holdExpiresAt?: string;
                        replaces?: string;
                        chain: {
                            factorSetVersion: string;
                            /** @enum {string} */
                            ISOEquipmentCode: "22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1";
                            cargoMassKg: string;
                            preCarriage: {
                                /** @enum {string} */
                                mode: "ROAD" | "RAIL" | "INLAND_WATERWAY" | "FEEDER";
                                distanceKm: string;
                            }[];
                            sea: {
                                loadPort: string;
                                dischargePort: string;
                                /** @enum {string} */
                                route: "SUEZ" | "CAPE" | "PANAMA" | "DIRECT";
                                distanceKm: string;
                                distanceSource: string;
                                tradeLane: string;
                                profile: {
                                    /** @constant */
                                    dataQuality: "PRIMARY";
                                    fuels: {
                                        /** @enum {string} */
                                        fuel: "HFO" | "VLSFO" | "MDO_MGO" | "LNG" | "METHANOL" | "BIO_METHANOL" | "FAME" | "HVO" | "BIO_LNG" | "AMMONIA";
                                        tonnes: string;
                                        certifiedGramsPerMJ?: string;
                                    }[];
                                    referencePeriod: {
                                        /** Format: date */
                                        start: string;
                                        /** Format: date */
                                        end: string;
                                    };
                                    transportWorkTeuKm: string;
                                    /** @default [] */
                                    evidence: {
                                        /** @enum {string} */
                                        type: "BUNKER_DELIVERY_NOTE" | "PROOF_OF_SUSTAINABILITY" | "VOYAGE_REPORT" | "VERIFICATION_STATEMENT" | "EU_MRV_REPORT" | "OTHER";
                                        reference: string;
                                        sha256?: string;
                                    }[];
                                } | {
                                    /** @constant */
                                    dataQuality: "MODELLED";
                                    gCO2PerTonneNauticalMile: string;
                                    reportingYear: number;
                                    /** @constant */
                                    source: "EU-MRV";
                                } | {
                                    /** @constant */
                                    dataQuality: "DEFAULT";
                                };
                                /** Format: date */
                                profileJudgedOn: string;
                            };
                        };
                        perContainer: {
                            wellToWakeGrams: number;
                            wellToTankGrams: number;
                            tankToWakeGrams: number;
                            laneDefaultWellToWakeGrams: number;
                        };
                        /** Format: date-time */
                        decidedAt: string;
                        /** Format: date-time */
                        changedAt: string;
                    };
                };
            };
            /** @description Taken; the outcome follows at the Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        commandId: string;
                        /** @constant */
                        status: "PENDING";
                    };
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    calculateCii: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    shipType: "CONTAINER" | "ROPAX";
                    capacity: string;
                    distanceNm: string;
                    fuels: {
                        fuel: string;
                        tonnes: string;
                    }[];
                    year: number;
                };
            };
        };
        responses: {
            /** @description The rating with its bounds. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    calculateEuEts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    year: number;
                    fuels: {
                        fuel: string;
                        tonnes: string;
                        coverage: string;
                        zeroRated?: boolean;
                    }[];
                    grossTonnage?: string;
                    /** @enum {string} */
                    gases?: "CO2" | "CO2_CH4_N2O";
                };
            };
        };
        responses: {
            /** @description Tonnes by gas, coverage and surrender. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    calculateFuelEu: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    year: number;
                    /** @default 100 */
                    scopePercent?: string;
                    fuels: {
                        fuel: string;
                        tonnes: string;
                        certifiedGramsPerMJ?: string;
                        scopePercent?: string;
                    }[];
                    /**
                     * @default AR4
                     * @enum {string}
                     */
                    gwpSet?: "AR4" | "AR5";
                    rounding?: {
                        ttwDecimals: number;
                        ghgIntensityDecimals: number;
                    };
                    shorePowerMJ?: string;
                    windFactor?: string;
                    consecutiveDeficitYears?: number;
                };
            };
        };
        responses: {
            /** @description The figures of one ship and year. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    calculateFuelEuFlexibility: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    mechanism: "BANKING";
                    balanceG: string;
                    bankedG: string;
                } | {
                    /** @constant */
                    mechanism: "BORROWING";
                    year: number;
                    energyMJ: string;
                    balanceG: string;
                    borrowedG: string;
                    /** @default false */
                    borrowedLastYear?: boolean;
                } | {
                    /** @constant */
                    mechanism: "POOLING";
                    members: {
                        ship: string;
                        balanceG: string;
                        allocatedG: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description The balances afterwards, and what the next year pays back. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    calculateTransportChain: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    massKg: string;
                    /** @enum {string} */
                    massBasis: "ACTUAL" | "CHARGEABLE";
                    teu?: string;
                    containers?: number;
                    elements: ({
                        /** @constant */
                        type: "LEG";
                        /** @enum {string} */
                        mode: "ROAD" | "RAIL" | "INLAND_WATERWAY" | "SEA" | "AIR";
                        distanceKm: string;
                        /** @enum {string} */
                        distanceBasis: "SFD" | "GCD" | "ACTUAL";
                        intensity: {
                            /** @constant */
                            kind: "DEFAULT";
                            refrigerated?: boolean;
                        } | {
                            /** @constant */
                            kind: "TRADE_LANE";
                            tradeLane: string;
                            refrigerated?: boolean;
                        } | {
                            /** @constant */
                            kind: "PER_TONNE_KM";
                            wellToTankG: string;
                            tankToWakeG: string;
                        } | {
                            /** @constant */
                            kind: "PER_TEU_KM";
                            wellToTankG: string;
                            tankToWakeG: string;
                        } | {
                            /** @constant */
                            kind: "TOTALS";
                            wellToWakeKg: string;
                            tankToWakeKg: string;
                        } | {
                            /** @constant */
                            kind: "ENERGY";
                            carriers: {
                                carrier: string;
                                quantity: string;
                                /** @enum {string} */
                                unit: "g" | "kg" | "t" | "km" | "nm" | "MJ" | "kWh" | "l" | "m3";
                            }[];
                            allocationShare: string;
                        };
                        /** @enum {string} */
                        dataQuality?: "PRIMARY" | "MODELLED" | "DEFAULT";
                    } | {
                        /** @constant */
                        type: "HUB";
                        /** @enum {string} */
                        hubType: "Transshipment" | "StorageAndTransshipment" | "Warehouse" | "LiquidBulkTerminal" | "MaritimeContainerTerminal";
                        /** @enum {string} */
                        temperature: "ambient" | "refrigerated" | "mixed";
                        /** @enum {string} */
                        dataQuality?: "PRIMARY" | "MODELLED" | "DEFAULT";
                    })[];
                };
            };
        };
        responses: {
            /** @description Each element with its factor and source, and the totals. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listClaims: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By id. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openClaim: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    statementId: string;
                    invoices?: {
                        reference: string;
                        sha256: string;
                        amount: {
                            amount: string;
                            currencyCode: string;
                        };
                    }[];
                };
            };
        };
        responses: {
            /** @description A draft. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readClaim: {
        parameters: {
            query?: {
                format?: "json" | "csv";
            };
            header?: never;
            path: {
                claimId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The claim. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approveClaim: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                claimId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description The claim. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    correctClaim: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                claimId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    statementId: string;
                    invoices?: {
                        reference: string;
                        sha256: string;
                        amount: {
                            amount: string;
                            currencyCode: string;
                        };
                    }[];
                };
            };
        };
        responses: {
            /** @description The new draft. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rejectClaim: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                claimId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The claim. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    submitClaim: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                claimId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description The claim. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verifyClaim: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                claimId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description The claim. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDiagnoses: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By id. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    diagnoseShipments: {
        parameters: {
            query?: {
                fileName?: string;
                onBehalfOf?: string;
            };
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    shipments: {
                        [key: string]: string | number | null;
                    }[];
                    columns?: {
                        [key: string]: "shipmentReference" | "carrier" | "vesselIMONumber" | "vesselName" | "vesselType" | "loadPort" | "dischargePort" | "departureDate" | "arrivalDate" | "route" | "transportMode" | "distance" | "ISOEquipmentCode" | "equipmentReferences" | "units" | "teu" | "cargoWeightPerContainer" | "cargoWeightTotal" | "cargoWeight" | "netWeight" | "verifiedGrossMass" | "chargeableWeight" | "preCarriageMode" | "preCarriageDistance" | "fuelType" | "fuelTonnes" | "vesselCapacityTeu" | "loadFactorPercent" | "gCO2PerTonneNauticalMile" | "mrvReportingYear" | "evidenceReference" | "evidenceSha256" | "incoterm" | "extendedHSCode" | "commodityType";
                    };
                };
                "text/csv": string;
            };
        };
        responses: {
            /** @description The diagnosis, version 1. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readDiagnosis: {
        parameters: {
            query?: {
                format?: "json" | "csv" | "html";
                version?: number;
            };
            header?: never;
            path: {
                diagnosisId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The diagnosis. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEvidenceRequests: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                diagnosisId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In the order they were made; the links are not shown again. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    requestEvidence: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                diagnosisId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    addressee: string;
                    asks: ("VOYAGE_FUEL" | "VESSEL" | "EU_MRV" | "CARGO_WEIGHT" | "PRE_CARRIAGE")[];
                    rowNumbers: number[];
                    /** @default 30 */
                    expiresInDays?: number;
                };
            };
        };
        responses: {
            /** @description The request with its link. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawEvidenceRequest: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                evidenceRequestId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The closed request. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readEvidenceRequest: {
        parameters: {
            query?: {
                format?: "json" | "html";
            };
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The asked shipments. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    supplyEvidence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Accepted; the link is closed. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readFootprint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                allocationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest footprint and those it supersedes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readHubOperationCategories: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                allocationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The iLEAP HOCs that its elements name. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.ileap+json": {
                        hocId: string;
                        description?: string;
                        certifications?: ("ISO14083:2023" | "GLECv2" | "GLECv3" | "GLECv3.1")[];
                        /** @enum {string} */
                        hubType: "Transshipment" | "StorageAndTransshipment" | "Warehouse" | "LiquidBulkTerminal" | "MaritimeContainerTerminal";
                        /** @enum {string} */
                        temperatureControl?: "ambient" | "refrigerated" | "mixed";
                        hubLocation?: {
                            street?: string;
                            zip?: string;
                            city: string;
                            country: string;
                            iata?: string;
                            locode?: string;
                            uic?: string;
                            lat?: string;
                            lng?: string;
                        };
                        /** @enum {string} */
                        inboundTransportMode?: "Road" | "Rail" | "Air" | "Sea" | "InlandWaterway";
                        /** @enum {string} */
                        outboundTransportMode?: "Road" | "Rail" | "Air" | "Sea" | "InlandWaterway";
                        /** @enum {string} */
                        packagingOrTrEqType?: "Box" | "Pallet" | "Container-TEU" | "Container-FEU" | "Container";
                        packagingOrTrEqAmount?: number | string;
                        energyCarriers: {
                            /** @enum {string} */
                            energyCarrier: "Diesel" | "HVO" | "Petrol" | "CNG" | "LNG" | "LPG" | "HFO" | "MGO" | "Aviation fuel" | "Hydrogen" | "Methanol" | "Electric";
                            relativeShare: string;
                            feedstocks?: {
                                /** @enum {string} */
                                feedstock: "Fossil" | "Natural gas" | "Grid" | "Renewable electricity" | "Cooking oil";
                                feedstockShare?: string;
                                regionProvenance?: string;
                            }[];
                            energyConsumption?: string;
                            /** @enum {string} */
                            energyConsumptionUnit?: "l" | "kg" | "kWh" | "MJ";
                            emissionFactorWTW: string;
                            emissionFactorTTW: string;
                        }[];
                        co2eIntensityWTW: string;
                        co2eIntensityTTW: string;
                        /** @enum {string} */
                        hubActivityUnit: "TEU" | "tonnes";
                    }[];
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readProductFootprints: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                allocationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The same as PACT 2.1 product footprints with iLEAP extensions: the shipment, its TOCs and HOCs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            [key: string]: unknown;
                        }[];
                    };
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readShipmentFootprint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                allocationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest footprint as an iLEAP ShipmentFootprint. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.ileap+json": {
                        mass: string;
                        volume?: string;
                        shipmentId: string;
                        tces: {
                            tceId: string;
                            prevTceIds?: string[];
                            tocId?: string;
                            hocId?: string;
                            shipmentId: string;
                            consignmentId?: string;
                            mass: string;
                            /** @enum {string} */
                            packagingOrTrEqType?: "Box" | "Pallet" | "Container-TEU" | "Container-FEU" | "Container";
                            packagingOrTrEqAmount?: string;
                            distance: {
                                actual?: string;
                                gcd?: string;
                                sfd?: string;
                            };
                            origin?: {
                                street?: string;
                                zip?: string;
                                city: string;
                                country: string;
                                iata?: string;
                                locode?: string;
                                uic?: string;
                                lat?: string;
                                lng?: string;
                            };
                            destination?: {
                                street?: string;
                                zip?: string;
                                city: string;
                                country: string;
                                iata?: string;
                                locode?: string;
                                uic?: string;
                                lat?: string;
                                lng?: string;
                            };
                            transportActivity: string;
                            /** Format: date-time */
                            departureAt?: string;
                            /** Format: date-time */
                            arrivalAt?: string;
                            flightNo?: string;
                            voyageNo?: string;
                            /** @enum {string} */
                            incoterms?: "EXW" | "FCA" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP" | "FAS" | "FOB" | "CFR" | "CIF";
                            co2eWTW: string;
                            co2eTTW: string;
                            noxTTW?: string;
                            soxTTW?: string;
                            ch4TTW?: string;
                            pmTTW?: string;
                        }[];
                    };
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readTransportOperationCategories: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                allocationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The iLEAP TOCs that its elements name. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.ileap+json": {
                        tocId: string;
                        certifications?: ("ISO14083:2023" | "GLECv2" | "GLECv3" | "GLECv3.1")[];
                        description?: string;
                        /** @enum {string} */
                        mode: "Road" | "Rail" | "Air" | "Sea" | "InlandWaterway";
                        loadFactor?: string;
                        emptyDistanceFactor?: string;
                        /** @enum {string} */
                        temperatureControl?: "ambient" | "refrigerated" | "mixed";
                        /** @enum {string} */
                        truckLoadingSequence?: "LTL" | "FTL";
                        /** @enum {string} */
                        airShippingOption?: "belly freight" | "freighter";
                        /** @enum {string} */
                        flightLength?: "short-haul" | "long-haul";
                        energyCarriers: {
                            /** @enum {string} */
                            energyCarrier: "Diesel" | "HVO" | "Petrol" | "CNG" | "LNG" | "LPG" | "HFO" | "MGO" | "Aviation fuel" | "Hydrogen" | "Methanol" | "Electric";
                            relativeShare: string;
                            feedstocks?: {
                                /** @enum {string} */
                                feedstock: "Fossil" | "Natural gas" | "Grid" | "Renewable electricity" | "Cooking oil";
                                feedstockShare?: string;
                                regionProvenance?: string;
                            }[];
                            energyConsumption?: string;
                            /** @enum {string} */
                            energyConsumptionUnit?: "l" | "kg" | "kWh" | "MJ";
                            emissionFactorWTW: string;
                            emissionFactorTTW: string;
                        }[];
                        co2eIntensityWTW: string;
                        co2eIntensityTTW: string;
                        /** @enum {string} */
                        transportActivityUnit: "TEUkm" | "tkm";
                    }[];
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFuelEvidence: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By id. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    registerFuelEvidence: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type: "PROOF_OF_SUSTAINABILITY" | "BUNKER_DELIVERY_NOTE";
                    reference: string;
                    sha256: string;
                    /** @enum {string} */
                    fuel: "HFO" | "VLSFO" | "MDO_MGO" | "LNG" | "METHANOL" | "BIO_METHANOL" | "FAME" | "HVO" | "BIO_LNG" | "AMMONIA";
                    energyMJ: string;
                    certifiedGramsPerMJ?: string;
                    /**
                     * @default PHYSICAL
                     * @enum {string}
                     */
                    inventory?: "PHYSICAL" | "BOOK_AND_CLAIM";
                };
            };
        };
        responses: {
            /** @description The document with its balance. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readFuelEvidence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                evidenceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document and its entries. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    allocateFuelEvidence: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                evidenceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    allocationId: string;
                    energyMJ: string;
                };
            };
        };
        responses: {
            /** @description The document with its new balance. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkIleapImport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    shipmentFootprint: {
                        mass: string;
                        volume?: string;
                        shipmentId: string;
                        tces: {
                            tceId: string;
                            prevTceIds?: string[];
                            tocId?: string;
                            hocId?: string;
                            shipmentId: string;
                            consignmentId?: string;
                            mass: string;
                            /** @enum {string} */
                            packagingOrTrEqType?: "Box" | "Pallet" | "Container-TEU" | "Container-FEU" | "Container";
                            packagingOrTrEqAmount?: string;
                            distance: {
                                actual?: string;
                                gcd?: string;
                                sfd?: string;
                            };
                            origin?: {
                                street?: string;
                                zip?: string;
                                city: string;
                                country: string;
                                iata?: string;
                                locode?: string;
                                uic?: string;
                                lat?: string;
                                lng?: string;
                            };
                            destination?: {
                                street?: string;
                                zip?: string;
                                city: string;
                                country: string;
                                iata?: string;
                                locode?: string;
                                uic?: string;
                                lat?: string;
                                lng?: string;
                            };
                            transportActivity: string;
                            /** Format: date-time */
                            departureAt?: string;
                            /** Format: date-time */
                            arrivalAt?: string;
                            flightNo?: string;
                            voyageNo?: string;
                            /** @enum {string} */
                            incoterms?: "EXW" | "FCA" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP" | "FAS" | "FOB" | "CFR" | "CIF";
                            co2eWTW: string;
                            co2eTTW: string;
                            noxTTW?: string;
                            soxTTW?: string;
                            ch4TTW?: string;
                            pmTTW?: string;
                        }[];
                    };
                    /** @default [] */
                    tocs?: {
                        tocId: string;
                        certifications?: ("ISO14083:2023" | "GLECv2" | "GLECv3" | "GLECv3.1")[];
                        description?: string;
                        /** @enum {string} */
                        mode: "Road" | "Rail" | "Air" | "Sea" | "InlandWaterway";
                        loadFactor?: string;
                        emptyDistanceFactor?: string;
                        /** @enum {string} */
                        temperatureControl?: "ambient" | "refrigerated" | "mixed";
                        /** @enum {string} */
                        truckLoadingSequence?: "LTL" | "FTL";
                        /** @enum {string} */
                        airShippingOption?: "belly freight" | "freighter";
                        /** @enum {string} */
                        flightLength?: "short-haul" | "long-haul";
                        energyCarriers: {
                            /** @enum {string} */
                            energyCarrier: "Diesel" | "HVO" | "Petrol" | "CNG" | "LNG" | "LPG" | "HFO" | "MGO" | "Aviation fuel" | "Hydrogen" | "Methanol" | "Electric";
                            relativeShare: string;
                            feedstocks?: {
                                /** @enum {string} */
                                feedstock: "Fossil" | "Natural gas" | "Grid" | "Renewable electricity" | "Cooking oil";
                                feedstockShare?: string;
                                regionProvenance?: string;
                            }[];
                            energyConsumption?: string;
                            /** @enum {string} */
                            energyConsumptionUnit?: "l" | "kg" | "kWh" | "MJ";
                            emissionFactorWTW: string;
                            emissionFactorTTW: string;
                        }[];
                        co2eIntensityWTW: string;
                        co2eIntensityTTW: string;
                        /** @enum {string} */
                        transportActivityUnit: "TEUkm" | "tkm";
                    }[];
                    /** @default [] */
                    hocs?: {
                        hocId: string;
                        description?: string;
                        certifications?: ("ISO14083:2023" | "GLECv2" | "GLECv3" | "GLECv3.1")[];
                        /** @enum {string} */
                        hubType: "Transshipment" | "StorageAndTransshipment" | "Warehouse" | "LiquidBulkTerminal" | "MaritimeContainerTerminal";
                        /** @enum {string} */
                        temperatureControl?: "ambient" | "refrigerated" | "mixed";
                        hubLocation?: {
                            street?: string;
                            zip?: string;
                            city: string;
                            country: string;
                            iata?: string;
                            locode?: string;
                            uic?: string;
                            lat?: string;
                            lng?: string;
                        };
                        /** @enum {string} */
                        inboundTransportMode?: "Road" | "Rail" | "Air" | "Sea" | "InlandWaterway";
                        /** @enum {string} */
                        outboundTransportMode?: "Road" | "Rail" | "Air" | "Sea" | "InlandWaterway";
                        /** @enum {string} */
                        packagingOrTrEqType?: "Box" | "Pallet" | "Container-TEU" | "Container-FEU" | "Container";
                        packagingOrTrEqAmount?: number | string;
                        energyCarriers: {
                            /** @enum {string} */
                            energyCarrier: "Diesel" | "HVO" | "Petrol" | "CNG" | "LNG" | "LPG" | "HFO" | "MGO" | "Aviation fuel" | "Hydrogen" | "Methanol" | "Electric";
                            relativeShare: string;
                            feedstocks?: {
                                /** @enum {string} */
                                feedstock: "Fossil" | "Natural gas" | "Grid" | "Renewable electricity" | "Cooking oil";
                                feedstockShare?: string;
                                regionProvenance?: string;
                            }[];
                            energyConsumption?: string;
                            /** @enum {string} */
                            energyConsumptionUnit?: "l" | "kg" | "kWh" | "MJ";
                            emissionFactorWTW: string;
                            emissionFactorTTW: string;
                        }[];
                        co2eIntensityWTW: string;
                        co2eIntensityTTW: string;
                        /** @enum {string} */
                        hubActivityUnit: "TEU" | "tonnes";
                    }[];
                };
            };
        };
        responses: {
            /** @description Each element as stated and as recomputed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readScope3Report: {
        parameters: {
            query: {
                year: number;
                exporterId?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report with its reconciliation. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateSigningKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new public key. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listStatements: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By id, without their content. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    issueStatement: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    allocationIds: string[];
                    supersedes?: string;
                };
            };
        };
        responses: {
            /** @description The statement, its hash and its signature. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readStatement: {
        parameters: {
            query?: {
                format?: "json" | "html" | "pdf";
            };
            header?: never;
            path: {
                statementId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The statement. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    attestStatement: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                statementId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    outcome: "ATTESTED" | "REFUSED";
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Recorded. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verifyIssuedStatement: {
        parameters: {
            query?: {
                format?: "json" | "html";
            };
            header?: never;
            path: {
                statementId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Hash, key and state; as a page for browsers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verifyStatement: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    statement: {
                        [key: string]: unknown;
                    };
                    previous?: {
                        [key: string]: unknown;
                    };
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Each check with its result. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sendVoyageData: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    offerId: string;
                    emissionProfile: {
                        /** @constant */
                        dataQuality: "PRIMARY";
                        fuels: {
                            /** @enum {string} */
                            fuel: "HFO" | "VLSFO" | "MDO_MGO" | "LNG" | "METHANOL" | "BIO_METHANOL" | "FAME" | "HVO" | "BIO_LNG" | "AMMONIA";
                            tonnes: string;
                            certifiedGramsPerMJ?: string;
                        }[];
                        referencePeriod: {
                            /** Format: date */
                            start: string;
                            /** Format: date */
                            end: string;
                        };
                        transportWorkTeuKm: string;
                        /** @default [] */
                        evidence?: {
                            /** @enum {string} */
                            type: "BUNKER_DELIVERY_NOTE" | "PROOF_OF_SUSTAINABILITY" | "VOYAGE_REPORT" | "VERIFICATION_STATEMENT" | "EU_MRV_REPORT" | "OTHER";
                            reference: string;
                            sha256?: string;
                        }[];
                    } | {
                        /** @constant */
                        dataQuality: "MODELLED";
                        gCO2PerTonneNauticalMile: string;
                        reportingYear: number;
                        /** @constant */
                        source: "EU-MRV";
                    } | {
                        /** @constant */
                        dataQuality: "DEFAULT";
                    };
                };
            };
        };
        responses: {
            /** @description How many footprints were superseded. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCargoRequests: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                status?: "RECEIVED" | "WAITING" | "PARTIALLY_ALLOCATED" | "ALLOCATED" | "CONFIRMED" | "SHIPPED" | "COMPLETED" | "CANCELLED" | "EXPIRED" | "REFUSED";
                market?: "CHINA" | "NORTH_EAST_ASIA" | "SOUTH_EAST_ASIA" | "SOUTH_ASIA_MIDDLE_EAST" | "NORTH_EUROPE" | "MEDITERRANEAN" | "NORTH_AMERICA_WEST" | "NORTH_AMERICA_EAST" | "SOUTH_AMERICA" | "AFRICA" | "OCEANIA";
                exporterId?: string;
                requestReference?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page; `Next-Page-Cursor` when there is more. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        requestReference: string;
                        onBehalfOf?: string;
                        cargo: {
                            extendedHSCode: string;
                            commodityType: string;
                            /** @default [] */
                            dangerousGoods: {
                                UNNumber: string;
                                imoClass: string;
                                certificateReference?: string;
                            }[];
                        };
                        equipment: {
                            /** @enum {string} */
                            ISOEquipmentCode: "22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1";
                            units: number;
                            cargoGrossWeightKg: string;
                        };
                        origin: {
                            clusterCode?: string;
                            UNLocationCode?: string;
                            loadPorts: string[];
                            /** @default [] */
                            preCarriage: {
                                loadPort: string;
                                /** @enum {string} */
                                mode: "ROAD" | "RAIL" | "INLAND_WATERWAY" | "FEEDER";
                                distanceKm: string;
                                durationHours?: number;
                            }[];
                        };
                        destination: {
                            dischargePorts: string[];
                        };
                        /** Format: date-time */
                        cargoReadyDateTime: string;
                        /** Format: date-time */
                        latestArrivalDateTime: string;
                        /** @default {} */
                        constraints: {
                            maxCo2eKgPerTeu?: string;
                            maxRate?: {
                                amount: string;
                                currencyCode: string;
                            };
                        };
                        /**
                         * @default LOWEST_EMISSIONS
                         * @enum {string}
                         */
                        objective: "LOWEST_EMISSIONS" | "BALANCED" | "EARLIEST_ARRIVAL";
                        /** @default false */
                        splitAllowed: boolean;
                        /**
                         * @default AUTO
                         * @enum {string}
                         */
                        allocationMode: "AUTO" | "MANUAL";
                        /** @default false */
                        rollable: boolean;
                        importMarket?: string;
                        /** @enum {string} */
                        incoterm?: "EXW" | "FCA" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP" | "FAS" | "FOB" | "CFR" | "CIF";
                        incotermNamedPlace?: string;
                        consignee?: string;
                        documents?: {
                            type: string;
                            reference: string;
                            sha256?: string;
                        }[];
                        requestId: string;
                        version: number;
                        exporterId: string;
                        exporterName: string;
                        submittedBy: string;
                        market: string;
                        /** Format: date-time */
                        submittedAt: string;
                        /** @enum {string} */
                        status: "RECEIVED" | "WAITING" | "PARTIALLY_ALLOCATED" | "ALLOCATED" | "CONFIRMED" | "SHIPPED" | "COMPLETED" | "CANCELLED" | "EXPIRED" | "REFUSED";
                        /** Format: date-time */
                        updatedAt: string;
                        feedbacks: {
                            /** @enum {string} */
                            severity: "INFO" | "WARN" | "ERROR";
                            code: string;
                            message: string;
                            translations?: {
                                zh: string;
                            };
                            property?: string;
                        }[];
                        unitsAllocated: number;
                        unitsConfirmed: number;
                        unitsShipped: number;
                        decision?: {
                            decisionNumber: number;
                            isPriorityUnit: boolean;
                            policyVersion: string;
                            /** Format: date-time */
                            decidedAt: string;
                        };
                        cancellationReason?: string;
                    }[];
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    submitCargoRequest: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    requestReference: string;
                    onBehalfOf?: string;
                    cargo: {
                        extendedHSCode: string;
                        commodityType: string;
                        /** @default [] */
                        dangerousGoods?: {
                            UNNumber: string;
                            imoClass: string;
                            certificateReference?: string;
                        }[];
                    };
                    equipment: {
                        /** @enum {string} */
                        ISOEquipmentCode: "22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1";
                        units: number;
                        cargoGrossWeightKg: string;
                    };
                    /** @description Where the cargo comes from: a designated cluster, a place by its UN/LOCODE, or neither. The chain begins where its pre-carriage does; without pre-carriage, at the gate of the load port. */
                    origin: {
                        clusterCode?: string;
                        UNLocationCode?: string;
                        loadPorts: string[];
                        /** @default [] */
                        preCarriage?: {
                            loadPort: string;
                            /** @enum {string} */
                            mode: "ROAD" | "RAIL" | "INLAND_WATERWAY" | "FEEDER";
                            distanceKm: string;
                            durationHours?: number;
                        }[];
                    };
                    destination: {
                        dischargePorts: string[];
                    };
                    /** Format: date-time */
                    cargoReadyDateTime: string;
                    /** Format: date-time */
                    latestArrivalDateTime: string;
                    /** @default {} */
                    constraints?: {
                        maxCo2eKgPerTeu?: string;
                        maxRate?: {
                            amount: string;
                            currencyCode: string;
                        };
                    };
                    /**
                     * @default LOWEST_EMISSIONS
                     * @enum {string}
                     */
                    objective?: "LOWEST_EMISSIONS" | "BALANCED" | "EARLIEST_ARRIVAL";
                    /** @default false */
                    splitAllowed?: boolean;
                    /**
                     * @default AUTO
                     * @enum {string}
                     */
                    allocationMode?: "AUTO" | "MANUAL";
                    /** @default false */
                    rollable?: boolean;
                    importMarket?: string;
                    /** @enum {string} */
                    incoterm?: "EXW" | "FCA" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP" | "FAS" | "FOB" | "CFR" | "CIF";
                    incotermNamedPlace?: string;
                    consignee?: string;
                    documents?: {
                        type: string;
                        reference: string;
                        sha256?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description This request was submitted before with the same body. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        requestReference: string;
                        onBehalfOf?: string;
                        cargo: {
                            extendedHSCode: string;
                            commodityType: string;
                            /** @default [] */
                            dangerousGoods: {
                                UNNumber: string;
                                imoClass: string;
                                certificateReference?: string;
                            }[];
                        };
                        equipment: {
                            /** @enum {string} */
                            ISOEquipmentCode: "22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1";
                            units: number;
                            cargoGrossWeightKg: string;
                        };
                        origin: {
                            clusterCode?: string;
                            UNLocationCode?: string;
                            loadPorts: string[];
                            /** @default [] */
                            preCarriage: {
                                loadPort: string;
                                /** @enum {string} */
                                mode: "ROAD" | "RAIL" | "INLAND_WATERWAY" | "FEEDER";
                                distanceKm: string;
                                durationHours?: number;
                            }[];
                        };
                        destination: {
                            dischargePorts: string[];
                        };
                        /** Format: date-time */
                        cargoReadyDateTime: string;
                        /** Format: date-time */
                        latestArrivalDateTime: string;
                        /** @default {} */
                        constraints: {
                            maxCo2eKgPerTeu?: string;
                            maxRate?: {
                                amount: string;
                                currencyCode: string;
                            };
                        };
                        /**
                         * @default LOWEST_EMISSIONS
                         * @enum {string}
                         */
                        objective: "LOWEST_EMISSIONS" | "BALANCED" | "EARLIEST_ARRIVAL";
                        /** @default false */
                        splitAllowed: boolean;
                        /**
                         * @default AUTO
                         * @enum {string}
                         */
                        allocationMode: "AUTO" | "MANUAL";
                        /** @default false */
                        rollable: boolean;
                        importMarket?: string;
                        /** @enum {string} */
                        incoterm?: "EXW" | "FCA" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP" | "FAS" | "FOB" | "CFR" | "CIF";
                        incotermNamedPlace?: string;
                        consignee?: string;
                        documents?: {
                            type: string;
                            reference: string;
                            sha256?: string;
                        }[];
                        requestId: string;
                        version: number;
                        exporterId: string;
                        exporterName: string;
                        submittedBy: string;
                        market: string;
                        /** Format: date-time */
                        submittedAt: string;
                        /** @enum {string} */
                        status: "RECEIVED" | "WAITING" | "PARTIALLY_ALLOCATED" | "ALLOCATED" | "CONFIRMED" | "SHIPPED" | "COMPLETED" | "CANCELLED" | "EXPIRED" | "REFUSED";
                        /** Format: date-time */
                        updatedAt: string;
                        feedbacks: {
                            /** @enum {string} */
                            severity: "INFO" | "WARN" | "ERROR";
                            code: string;
                            message: string;
                            translations?: {
                                zh: string;
                            };
                            property?: string;
                        }[];
                        unitsAllocated: number;
                        unitsConfirmed: number;
                        unitsShipped: number;
                        decision?: {
                            decisionNumber: number;
                            isPriorityUnit: boolean;
                            policyVersion: string;
                            /** Format: date-time */
                            decidedAt: string;
                        };
                        cancellationReason?: string;
                        allocations: {
                            allocationId: string;
                            version: number;
                            /** @enum {string} */
                            status: "held" | "confirmed" | "loaded" | "completed" | "released" | "expired" | "declined" | "cancelled" | "rolled";
                            cause: string;
                            units: number;
                            offerId: string;
                            carrierOfferReference: string;
                            carrierName: string;
                            vessel: {
                                vesselIMONumber: string;
                                name: string;
                            };
                            carrierServiceCode: string;
                            carrierExportVoyageNumber: string;
                            loadPort: string;
                            dischargePort: string;
                            /** Format: date-time */
                            departureDateTime: string;
                            /** Format: date-time */
                            arrivalDateTime: string;
                            rate: {
                                amount: string;
                                currencyCode: string;
                            } | null;
                            priority: boolean;
                            indicative: boolean;
                            /** Format: date-time */
                            holdExpiresAt?: string;
                            replaces?: string;
                            /** Format: date-time */
                            changedAt: string;
                        }[];
                    };
                };
            };
            /** @description Taken; `Location` names it, `ETag` its version. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        requestReference: string;
                        onBehalfOf?: string;
                        cargo: {
                            extendedHSCode: string;
                            commodityType: string;
                            /** @default [] */
                            dangerousGoods: {
                                UNNumber: string;
                                imoClass: string;
                                certificateReference?: string;
                            }[];
                        };
                        equipment: {
                            /** @enum {string} */
                            ISOEquipmentCode: "22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1";
                            units: number;
                            cargoGrossWeightKg: string;
                        };
                        origin: {
                            clusterCode?: string;
                            UNLocationCode?: string;
                            loadPorts: string[];
                            /** @default [] */
                            preCarriage: {
                                loadPort: string;
                                /** @enum {string} */
                                mode: "ROAD" | "RAIL" | "INLAND_WATERWAY" | "FEEDER";
                                distanceKm: string;
                                durationHours?: number;
                            }[];
                        };
                        destination: {
                            dischargePorts: string[];
                        };
                        /** Format: date-time */
                        cargoReadyDateTime: string;
                        /** Format: date-time */
                        latestArrivalDateTime: string;
                        /** @default {} */
                        constraints: {
                            maxCo2eKgPerTeu?: string;
                            maxRate?: {
                                amount: string;
                                currencyCode: string;
                            };
                        };
                        /**
                         * @default LOWEST_EMISSIONS
                         * @enum {string}
                         */
                        objective: "LOWEST_EMISSIONS" | "BALANCED" | "EARLIEST_ARRIVAL";
                        /** @default false */
                        splitAllowed: boolean;
                        /**
                         * @default AUTO
                         * @enum {string}
                         */
                        allocationMode: "AUTO" | "MANUAL";
                        /** @default false */
                        rollable: boolean;
                        importMarket?: string;
                        /** @enum {string} */
                        incoterm?: "EXW" | "FCA" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP" | "FAS" | "FOB" | "CFR" | "CIF";
                        incotermNamedPlace?: string;
                        consignee?: string;
                        documents?: {
                            type: string;
                            reference: string;
                            sha256?: string;
                        }[];
                        requestId: string;
                        version: number;
                        exporterId: string;
                        exporterName: string;
                        submittedBy: string;
                        market: string;
                        /** Format: date-time */
                        submittedAt: string;
                        /** @enum {string} */
                        status: "RECEIVED" | "WAITING" | "PARTIALLY_ALLOCATED" | "ALLOCATED" | "CONFIRMED" | "SHIPPED" | "COMPLETED" | "CANCELLED" | "EXPIRED" | "REFUSED";
                        /** Format: date-time */
                        updatedAt: string;
                        feedbacks: {
                            /** @enum {string} */
                            severity: "INFO" | "WARN" | "ERROR";
                            code: string;
                            message: string;
                            translations?: {
                                zh: string;
                            };
                            property?: string;
                        }[];
                        unitsAllocated: number;
                        unitsConfirmed: number;
                        unitsShipped: number;
                        decision?: {
                            decisionNumber: number;
                            isPriorityUnit: boolean;
                            policyVersion: string;
                            /** Format: date-time */
                            decidedAt: string;
                        };
                        cancellationReason?: string;
                        allocations: {
                            allocationId: string;
                            version: number;
                            /** @enum {string} */
                            status: "held" | "confirmed" | "loaded" | "completed" | "released" | "expired" | "declined" | "cancelled" | "rolled";
                            cause: string;
                            units: number;
                            offerId: string;
                            carrierOfferReference: string;
                            carrierName: string;
                            vessel: {
                                vesselIMONumber: string;
                                name: string;
                            };
                            carrierServiceCode: string;
                            carrierExportVoyageNumber: string;
                            loadPort: string;
                            dischargePort: string;
                            /** Format: date-time */
                            departureDateTime: string;
                            /** Format: date-time */
                            arrivalDateTime: string;
                            rate: {
                                amount: string;
                                currencyCode: string;
                            } | null;
                            priority: boolean;
                            indicative: boolean;
                            /** Format: date-time */
                            holdExpiresAt?: string;
                            replaces?: string;
                            /** Format: date-time */
                            changedAt: string;
                        }[];
                    };
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    submitCargoRequests: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
                /** @description Language of the sentences in the answer: en or zh. Codes and figures are the same. */
                "Accept-Language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description A result for each line. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": {
                        line: number;
                        status: number;
                        requestReference?: string;
                        requestId?: string;
                        version?: number;
                        feedbacks?: {
                            /** @enum {string} */
                            severity: "INFO" | "WARN" | "ERROR";
                            code: string;
                            message: string;
                            translations?: {
                                zh: string;
                            };
                            property?: string;
                        }[];
                        errors?: {
                            code: string;
                            property?: string;
                            message: string;
                        }[];
                    };
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCargoRequest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                requestId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        requestReference: string;
                        onBehalfOf?: string;
                        cargo: {
                            extendedHSCode: string;
                            commodityType: string;
                            /** @default [] */
                            dangerousGoods: {
                                UNNumber: string;
                                imoClass: string;
                                certificateReference?: string;
                            }[];
                        };
                        equipment: {
                            /** @enum {string} */
                            ISOEquipmentCode: "22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1";
                            units: number;
                            cargoGrossWeightKg: string;
                        };
                        origin: {
                            clusterCode?: string;
                            UNLocationCode?: string;
                            loadPorts: string[];
                            /** @default [] */
                            preCarriage: {
                                loadPort: string;
                                /** @enum {string} */
                                mode: "ROAD" | "RAIL" | "INLAND_WATERWAY" | "FEEDER";
                                distanceKm: string;
                                durationHours?: number;
                            }[];
                        };
                        destination: {
                            dischargePorts: string[];
                        };
                        /** Format: date-time */
                        cargoReadyDateTime: string;
                        /** Format: date-time */
                        latestArrivalDateTime: string;
                        /** @default {} */
                        constraints: {
                            maxCo2eKgPerTeu?: string;
                            maxRate?: {
                                amount: string;
                                currencyCode: string;
                            };
                        };
                        /**
                         * @default LOWEST_EMISSIONS
                         * @enum {string}
                         */
                        objective: "LOWEST_EMISSIONS" | "BALANCED" | "EARLIEST_ARRIVAL";
                        /** @default false */
                        splitAllowed: boolean;
                        /**
                         * @default AUTO
                         * @enum {string}
                         */
                        allocationMode: "AUTO" | "MANUAL";
                        /** @default false */
                        rollable: boolean;
                        importMarket?: string;
                        /** @enum {string} */
                        incoterm?: "EXW" | "FCA" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP" | "FAS" | "FOB" | "CFR" | "CIF";
                        incotermNamedPlace?: string;
                        consignee?: string;
                        documents?: {
                            type: string;
                            reference: string;
                            sha256?: string;
                        }[];
                        requestId: string;
                        version: number;
                        exporterId: string;
                        exporterName: string;
                        submittedBy: string;
                        market: string;
                        /** Format: date-time */
                        submittedAt: string;
                        /** @enum {string} */
                        status: "RECEIVED" | "WAITING" | "PARTIALLY_ALLOCATED" | "ALLOCATED" | "CONFIRMED" | "SHIPPED" | "COMPLETED" | "CANCELLED" | "EXPIRED" | "REFUSED";
                        /** Format: date-time */
                        updatedAt: string;
                        feedbacks: {
                            /** @enum {string} */
                            severity: "INFO" | "WARN" | "ERROR";
                            code: string;
                            message: string;
                            translations?: {
                                zh: string;
                            };
                            property?: string;
                        }[];
                        unitsAllocated: number;
                        unitsConfirmed: number;
                        unitsShipped: number;
                        decision?: {
                            decisionNumber: number;
                            isPriorityUnit: boolean;
                            policyVersion: string;
                            /** Format: date-time */
                            decidedAt: string;
                        };
                        cancellationReason?: string;
                        allocations: {
                            allocationId: string;
                            version: number;
                            /** @enum {string} */
                            status: "held" | "confirmed" | "loaded" | "completed" | "released" | "expired" | "declined" | "cancelled" | "rolled";
                            cause: string;
                            units: number;
                            offerId: string;
                            carrierOfferReference: string;
                            carrierName: string;
                            vessel: {
                                vesselIMONumber: string;
                                name: string;
                            };
                            carrierServiceCode: string;
                            carrierExportVoyageNumber: string;
                            loadPort: string;
                            dischargePort: string;
                            /** Format: date-time */
                            departureDateTime: string;
                            /** Format: date-time */
                            arrivalDateTime: string;
                            rate: {
                                amount: string;
                                currencyCode: string;
                            } | null;
                            priority: boolean;
                            indicative: boolean;
                            /** Format: date-time */
                            holdExpiresAt?: string;
                            replaces?: string;
                            /** Format: date-time */
                            changedAt: string;
                        }[];
                    };
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    amendCargoRequest: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was read last. */
                "If-Match"?: string;
            };
            path: {
                requestId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    requestReference: string;
                    onBehalfOf?: string;
                    cargo: {
                        extendedHSCode: string;
                        commodityType: string;
                        /** @default [] */
                        dangerousGoods?: {
                            UNNumber: string;
                            imoClass: string;
                            certificateReference?: string;
                        }[];
                    };
                    equipment: {
                        /** @enum {string} */
                        ISOEquipmentCode: "22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1";
                        units: number;
                        cargoGrossWeightKg: string;
                    };
                    /** @description Where the cargo comes from: a designated cluster, a place by its UN/LOCODE, or neither. The chain begins where its pre-carriage does; without pre-carriage, at the gate of the load port. */
                    origin: {
                        clusterCode?: string;
                        UNLocationCode?: string;
                        loadPorts: string[];
                        /** @default [] */
                        preCarriage?: {
                            loadPort: string;
                            /** @enum {string} */
                            mode: "ROAD" | "RAIL" | "INLAND_WATERWAY" | "FEEDER";
                            distanceKm: string;
                            durationHours?: number;
                        }[];
                    };
                    destination: {
                        dischargePorts: string[];
                    };
                    /** Format: date-time */
                    cargoReadyDateTime: string;
                    /** Format: date-time */
                    latestArrivalDateTime: string;
                    /** @default {} */
                    constraints?: {
                        maxCo2eKgPerTeu?: string;
                        maxRate?: {
                            amount: string;
                            currencyCode: string;
                        };
                    };
                    /**
                     * @default LOWEST_EMISSIONS
                     * @enum {string}
                     */
                    objective?: "LOWEST_EMISSIONS" | "BALANCED" | "EARLIEST_ARRIVAL";
                    /** @default false */
                    splitAllowed?: boolean;
                    /**
                     * @default AUTO
                     * @enum {string}
                     */
                    allocationMode?: "AUTO" | "MANUAL";
                    /** @default false */
                    rollable?: boolean;
                    importMarket?: string;
                    /** @enum {string} */
                    incoterm?: "EXW" | "FCA" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP" | "FAS" | "FOB" | "CFR" | "CIF";
                    incotermNamedPlace?: string;
                    consignee?: string;
                    documents?: {
                        type: string;
                        reference: string;
                        sha256?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description The request as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        requestReference: string;
                        onBehalfOf?: string;
                        cargo: {
                            extendedHSCode: string;
                            commodityType: string;
                            /** @default [] */
                            dangerousGoods: {
                                UNNumber: string;
                                imoClass: string;
                                certificateReference?: string;
                            }[];
                        };
                        equipment: {
                            /** @enum {string} */
                            ISOEquipmentCode: "22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1";
                            units: number;
                            cargoGrossWeightKg: string;
                        };
                        origin: {
                            clusterCode?: string;
                            UNLocationCode?: string;
                            loadPorts: string[];
                            /** @default [] */
                            preCarriage: {
                                loadPort: string;
                                /** @enum {string} */
                                mode: "ROAD" | "RAIL" | "INLAND_WATERWAY" | "FEEDER";
                                distanceKm: string;
                                durationHours?: number;
                            }[];
                        };
                        destination: {
                            dischargePorts: string[];
                        };
                        /** Format: date-time */
                        cargoReadyDateTime: string;
                        /** Format: date-time */
                        latestArrivalDateTime: string;
                        /** @default {} */
                        constraints: {
                            maxCo2eKgPerTeu?: string;
                            maxRate?: {
                                amount: string;
                                currencyCode: string;
                            };
                        };
                        /**
                         * @default LOWEST_EMISSIONS
                         * @enum {string}
                         */
                        objective: "LOWEST_EMISSIONS" | "BALANCED" | "EARLIEST_ARRIVAL";
                        /** @default false */
                        splitAllowed: boolean;
                        /**
                         * @default AUTO
                         * @enum {string}
                         */
                        allocationMode: "AUTO" | "MANUAL";
                        /** @default false */
                        rollable: boolean;
                        importMarket?: string;
                        /** @enum {string} */
                        incoterm?: "EXW" | "FCA" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP" | "FAS" | "FOB" | "CFR" | "CIF";
                        incotermNamedPlace?: string;
                        consignee?: string;
                        documents?: {
                            type: string;
                            reference: string;
                            sha256?: string;
                        }[];
                        requestId: string;
                        version: number;
                        exporterId: string;
                        exporterName: string;
                        submittedBy: string;
                        market: string;
                        /** Format: date-time */
                        submittedAt: string;
                        /** @enum {string} */
                        status: "RECEIVED" | "WAITING" | "PARTIALLY_ALLOCATED" | "ALLOCATED" | "CONFIRMED" | "SHIPPED" | "COMPLETED" | "CANCELLED" | "EXPIRED" | "REFUSED";
                        /** Format: date-time */
                        updatedAt: string;
                        feedbacks: {
                            /** @enum {string} */
                            severity: "INFO" | "WARN" | "ERROR";
                            code: string;
                            message: string;
                            translations?: {
                                zh: string;
                            };
                            property?: string;
                        }[];
                        unitsAllocated: number;
                        unitsConfirmed: number;
                        unitsShipped: number;
                        decision?: {
                            decisionNumber: number;
                            isPriorityUnit: boolean;
                            policyVersion: string;
                            /** Format: date-time */
                            decidedAt: string;
                        };
                        cancellationReason?: string;
                        allocations: {
                            allocationId: string;
                            version: number;
                            /** @enum {string} */
                            status: "held" | "confirmed" | "loaded" | "completed" | "released" | "expired" | "declined" | "cancelled" | "rolled";
                            cause: string;
                            units: number;
                            offerId: string;
                            carrierOfferReference: string;
                            carrierName: string;
                            vessel: {
                                vesselIMONumber: string;
                                name: string;
                            };
                            carrierServiceCode: string;
                            carrierExportVoyageNumber: string;
                            loadPort: string;
                            dischargePort: string;
                            /** Format: date-time */
                            departureDateTime: string;
                            /** Format: date-time */
                            arrivalDateTime: string;
                            rate: {
                                amount: string;
                                currencyCode: string;
                            } | null;
                            priority: boolean;
                            indicative: boolean;
                            /** Format: date-time */
                            holdExpiresAt?: string;
                            replaces?: string;
                            /** Format: date-time */
                            changedAt: string;
                        }[];
                    };
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelCargoRequest: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                requestId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    reason?: string;
                } | null;
            };
        };
        responses: {
            /** @description The request, cancelled. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        requestReference: string;
                        onBehalfOf?: string;
                        cargo: {
                            extendedHSCode: string;
                            commodityType: string;
                            /** @default [] */
                            dangerousGoods: {
                                UNNumber: string;
                                imoClass: string;
                                certificateReference?: string;
                            }[];
                        };
                        equipment: {
                            /** @enum {string} */
                            ISOEquipmentCode: "22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1";
                            units: number;
                            cargoGrossWeightKg: string;
                        };
                        origin: {
                            clusterCode?: string;
                            UNLocationCode?: string;
                            loadPorts: string[];
                            /** @default [] */
                            preCarriage: {
                                loadPort: string;
                                /** @enum {string} */
                                mode: "ROAD" | "RAIL" | "INLAND_WATERWAY" | "FEEDER";
                                distanceKm: string;
                                durationHours?: number;
                            }[];
                        };
                        destination: {
                            dischargePorts: string[];
                        };
                        /** Format: date-time */
                        cargoReadyDateTime: string;
                        /** Format: date-time */
                        latestArrivalDateTime: string;
                        /** @default {} */
                        constraints: {
                            maxCo2eKgPerTeu?: string;
                            maxRate?: {
                                amount: string;
                                currencyCode: string;
                            };
                        };
                        /**
                         * @default LOWEST_EMISSIONS
                         * @enum {string}
                         */
                        objective: "LOWEST_EMISSIONS" | "BALANCED" | "EARLIEST_ARRIVAL";
                        /** @default false */
                        splitAllowed: boolean;
                        /**
                         * @default AUTO
                         * @enum {string}
                         */
                        allocationMode: "AUTO" | "MANUAL";
                        /** @default false */
                        rollable: boolean;
                        importMarket?: string;
                        /** @enum {string} */
                        incoterm?: "EXW" | "FCA" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP" | "FAS" | "FOB" | "CFR" | "CIF";
                        incotermNamedPlace?: string;
                        consignee?: string;
                        documents?: {
                            type: string;
                            reference: string;
                            sha256?: string;
                        }[];
                        requestId: string;
                        version: number;
                        exporterId: string;
                        exporterName: string;
                        submittedBy: string;
                        market: string;
                        /** Format: date-time */
                        submittedAt: string;
                        /** @enum {string} */
                        status: "RECEIVED" | "WAITING" | "PARTIALLY_ALLOCATED" | "ALLOCATED" | "CONFIRMED" | "SHIPPED" | "COMPLETED" | "CANCELLED" | "EXPIRED" | "REFUSED";
                        /** Format: date-time */
                        updatedAt: string;
                        feedbacks: {
                            /** @enum {string} */
                            severity: "INFO" | "WARN" | "ERROR";
                            code: string;
                            message: string;
                            translations?: {
                                zh: string;
                            };
                            property?: string;
                        }[];
                        unitsAllocated: number;
                        unitsConfirmed: number;
                        unitsShipped: number;
                        decision?: {
                            decisionNumber: number;
                            isPriorityUnit: boolean;
                            policyVersion: string;
                            /** Format: date-time */
                            decidedAt: string;
                        };
                        cancellationReason?: string;
                        allocations: {
                            allocationId: string;
                            version: number;
                            /** @enum {string} */
                            status: "held" | "confirmed" | "loaded" | "completed" | "released" | "expired" | "declined" | "cancelled" | "rolled";
                            cause: string;
                            units: number;
                            offerId: string;
                            carrierOfferReference: string;
                            carrierName: string;
                            vessel: {
                                vesselIMONumber: string;
                                name: string;
                            };
                            carrierServiceCode: string;
                            carrierExportVoyageNumber: string;
                            loadPort: string;
                            dischargePort: string;
                            /** Format: date-time */
                            departureDateTime: string;
                            /** Format: date-time */
                            arrivalDateTime: string;
                            rate: {
                                amount: string;
                                currencyCode: string;
                            } | null;
                            priority: boolean;
                            indicative: boolean;
                            /** Format: date-time */
                            holdExpiresAt?: string;
                            replaces?: string;
                            /** Format: date-time */
                            changedAt: string;
                        }[];
                    };
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readEvents: {
        parameters: {
            query?: {
                after?: number;
                limit?: number;
                last?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description CloudEvents, and the cursor to go on from. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    streamEvents: {
        parameters: {
            query?: {
                after?: "now" | number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A stream. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOutlook: {
        parameters: {
            query: {
                limit?: number;
                cursor?: string;
                market: "CHINA" | "NORTH_EAST_ASIA" | "SOUTH_EAST_ASIA" | "SOUTH_ASIA_MIDDLE_EAST" | "NORTH_EUROPE" | "MEDITERRANEAN" | "NORTH_AMERICA_WEST" | "NORTH_AMERICA_EAST" | "SOUTH_AMERICA" | "AFRICA" | "OCEANIA";
                loadPort?: string;
                dischargePort?: string;
                weeks?: number;
            };
            header?: {
                /** @description Language of the sentences in the answer: en or zh. Codes and figures are the same. */
                "Accept-Language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of lanes and weeks. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        loadPort: string;
                        dischargePort: string;
                        week: string;
                        /** Format: date */
                        weekStart: string;
                        sailings: number;
                        lowEmissionSailings: number;
                        publishedTeu: number;
                        freeTeu: number;
                        lowEmissionFreeTeu: number;
                        keptForPriorityTeu: number;
                        lowestKgCo2ePerTeu: string;
                        firstGateCutOff: string;
                        message: string;
                    }[];
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    planMarket: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
                /** @description Language of the sentences in the answer: en or zh. Codes and figures are the same. */
                "Accept-Language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    market: "CHINA" | "NORTH_EAST_ASIA" | "SOUTH_EAST_ASIA" | "SOUTH_ASIA_MIDDLE_EAST" | "NORTH_EUROPE" | "MEDITERRANEAN" | "NORTH_AMERICA_WEST" | "NORTH_AMERICA_EAST" | "SOUTH_AMERICA" | "AFRICA" | "OCEANIA";
                    iterations?: number;
                    /** @default 1 */
                    seed?: number;
                    certifySeconds?: number;
                    /** @default false */
                    commit?: boolean;
                };
            };
        };
        responses: {
            /** @description The plan, computed. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        planId: string;
                        market: string;
                        /** @enum {string} */
                        status: "RUNNING" | "PLANNED" | "COMMITTED" | "FAILED";
                        failure?: string;
                        iterations?: number;
                        seed: number;
                        journalSequence?: number;
                        policyVersion?: string;
                        indicative?: boolean;
                        /** @enum {string} */
                        certificate?: "OPTIMAL" | "BOUND";
                        planHash?: string;
                        allocations?: {
                            requestId: string;
                            offerId: string;
                            units: number;
                            co2eKg: string;
                        }[];
                        unserved?: {
                            requestId: string;
                            units: number;
                            /** @enum {string} */
                            reason: "NO_FEASIBLE_OFFER" | "NO_SPACE";
                            message: string;
                        }[];
                        totals?: {
                            priorityUnservedTeu: number;
                            standardUnservedTeu: number;
                            co2eKg: string;
                            changedPlacements: number;
                            servedTeu: number;
                            priorityServedTeu: number;
                            objective: string;
                            lowerBound: string;
                            gapPercent: string;
                        };
                        firstComeFirstServed?: {
                            priorityUnservedTeu: number;
                            standardUnservedTeu: number;
                            co2eKg: string;
                            changedPlacements: number;
                        };
                        /** @description How far the plan looked: for each request, so many pairs of port calls with the least CO2e. The lower bound and the certificate hold among these; requestsWithMore counts the requests that had more. */
                        optionsConsidered?: {
                            mostPerRequest: number;
                            requestsWithMore: number;
                        };
                        commit?: {
                            unitsPlaced: number;
                            allocationsMoved: number;
                            refused: {
                                requestId: string;
                                /** @enum {string} */
                                code: "REQUEST_CHANGED" | "OFFER_CHANGED" | "NOT_FEASIBLE";
                                reasons: ("LOAD_PORT_NOT_CALLED" | "DISCHARGE_PORT_NOT_CALLED" | "PORTS_OUT_OF_SEQUENCE" | "SEA_DISTANCE_UNKNOWN" | "OFFER_CLOSED" | "OFFER_EXPIRED" | "EQUIPMENT_NOT_ACCEPTED" | "UN_NUMBER_NOT_ACCEPTED" | "DANGEROUS_GOODS_CLASS_MISMATCH" | "CERTIFICATE_MISSING" | "CUT_OFF_PASSED" | "CARGO_NOT_READY" | "ARRIVES_TOO_LATE" | "RATE_UNKNOWN" | "CURRENCY_MISMATCH" | "RATE_ABOVE_CAP" | "CO2E_ABOVE_CAP" | "DECLINED_BEFORE" | "FULL" | "WEIGHT_FULL" | "DANGEROUS_GOODS_FULL" | "REEFER_PLUGS_FULL" | "PROTECTED" | "DISPLACES_EXPECTED_PRIORITY")[];
                            }[];
                        };
                        sentences: string[];
                    };
                };
            };
            /** @description Still running; the plan follows at the Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        planId: string;
                        market: string;
                        /** @enum {string} */
                        status: "RUNNING" | "PLANNED" | "COMMITTED" | "FAILED";
                        failure?: string;
                        iterations?: number;
                        seed: number;
                        journalSequence?: number;
                        policyVersion?: string;
                        indicative?: boolean;
                        /** @enum {string} */
                        certificate?: "OPTIMAL" | "BOUND";
                        planHash?: string;
                        allocations?: {
                            requestId: string;
                            offerId: string;
                            units: number;
                            co2eKg: string;
                        }[];
                        unserved?: {
                            requestId: string;
                            units: number;
                            /** @enum {string} */
                            reason: "NO_FEASIBLE_OFFER" | "NO_SPACE";
                            message: string;
                        }[];
                        totals?: {
                            priorityUnservedTeu: number;
                            standardUnservedTeu: number;
                            co2eKg: string;
                            changedPlacements: number;
                            servedTeu: number;
                            priorityServedTeu: number;
                            objective: string;
                            lowerBound: string;
                            gapPercent: string;
                        };
                        firstComeFirstServed?: {
                            priorityUnservedTeu: number;
                            standardUnservedTeu: number;
                            co2eKg: string;
                            changedPlacements: number;
                        };
                        /** @description How far the plan looked: for each request, so many pairs of port calls with the least CO2e. The lower bound and the certificate hold among these; requestsWithMore counts the requests that had more. */
                        optionsConsidered?: {
                            mostPerRequest: number;
                            requestsWithMore: number;
                        };
                        commit?: {
                            unitsPlaced: number;
                            allocationsMoved: number;
                            refused: {
                                requestId: string;
                                /** @enum {string} */
                                code: "REQUEST_CHANGED" | "OFFER_CHANGED" | "NOT_FEASIBLE";
                                reasons: ("LOAD_PORT_NOT_CALLED" | "DISCHARGE_PORT_NOT_CALLED" | "PORTS_OUT_OF_SEQUENCE" | "SEA_DISTANCE_UNKNOWN" | "OFFER_CLOSED" | "OFFER_EXPIRED" | "EQUIPMENT_NOT_ACCEPTED" | "UN_NUMBER_NOT_ACCEPTED" | "DANGEROUS_GOODS_CLASS_MISMATCH" | "CERTIFICATE_MISSING" | "CUT_OFF_PASSED" | "CARGO_NOT_READY" | "ARRIVES_TOO_LATE" | "RATE_UNKNOWN" | "CURRENCY_MISMATCH" | "RATE_ABOVE_CAP" | "CO2E_ABOVE_CAP" | "DECLINED_BEFORE" | "FULL" | "WEIGHT_FULL" | "DANGEROUS_GOODS_FULL" | "REEFER_PLUGS_FULL" | "PROTECTED" | "DISPLACES_EXPECTED_PRIORITY")[];
                            }[];
                        };
                        sentences: string[];
                    };
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPlan: {
        parameters: {
            query?: never;
            header?: {
                /** @description Language of the sentences in the answer: en or zh. Codes and figures are the same. */
                "Accept-Language"?: string;
            };
            path: {
                planId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The plan. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        planId: string;
                        market: string;
                        /** @enum {string} */
                        status: "RUNNING" | "PLANNED" | "COMMITTED" | "FAILED";
                        failure?: string;
                        iterations?: number;
                        seed: number;
                        journalSequence?: number;
                        policyVersion?: string;
                        indicative?: boolean;
                        /** @enum {string} */
                        certificate?: "OPTIMAL" | "BOUND";
                        planHash?: string;
                        allocations?: {
                            requestId: string;
                            offerId: string;
                            units: number;
                            co2eKg: string;
                        }[];
                        unserved?: {
                            requestId: string;
                            units: number;
                            /** @enum {string} */
                            reason: "NO_FEASIBLE_OFFER" | "NO_SPACE";
                            message: string;
                        }[];
                        totals?: {
                            priorityUnservedTeu: number;
                            standardUnservedTeu: number;
                            co2eKg: string;
                            changedPlacements: number;
                            servedTeu: number;
                            priorityServedTeu: number;
                            objective: string;
                            lowerBound: string;
                            gapPercent: string;
                        };
                        firstComeFirstServed?: {
                            priorityUnservedTeu: number;
                            standardUnservedTeu: number;
                            co2eKg: string;
                            changedPlacements: number;
                        };
                        /** @description How far the plan looked: for each request, so many pairs of port calls with the least CO2e. The lower bound and the certificate hold among these; requestsWithMore counts the requests that had more. */
                        optionsConsidered?: {
                            mostPerRequest: number;
                            requestsWithMore: number;
                        };
                        commit?: {
                            unitsPlaced: number;
                            allocationsMoved: number;
                            refused: {
                                requestId: string;
                                /** @enum {string} */
                                code: "REQUEST_CHANGED" | "OFFER_CHANGED" | "NOT_FEASIBLE";
                                reasons: ("LOAD_PORT_NOT_CALLED" | "DISCHARGE_PORT_NOT_CALLED" | "PORTS_OUT_OF_SEQUENCE" | "SEA_DISTANCE_UNKNOWN" | "OFFER_CLOSED" | "OFFER_EXPIRED" | "EQUIPMENT_NOT_ACCEPTED" | "UN_NUMBER_NOT_ACCEPTED" | "DANGEROUS_GOODS_CLASS_MISMATCH" | "CERTIFICATE_MISSING" | "CUT_OFF_PASSED" | "CARGO_NOT_READY" | "ARRIVES_TOO_LATE" | "RATE_UNKNOWN" | "CURRENCY_MISMATCH" | "RATE_ABOVE_CAP" | "CO2E_ABOVE_CAP" | "DECLINED_BEFORE" | "FULL" | "WEIGHT_FULL" | "DANGEROUS_GOODS_FULL" | "REEFER_PLUGS_FULL" | "PROTECTED" | "DISPLACES_EXPECTED_PRIORITY")[];
                            }[];
                        };
                        sentences: string[];
                    };
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    commitPlan: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
                /** @description Language of the sentences in the answer: en or zh. Codes and figures are the same. */
                "Accept-Language"?: string;
            };
            path: {
                planId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The plan. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        planId: string;
                        market: string;
                        /** @enum {string} */
                        status: "RUNNING" | "PLANNED" | "COMMITTED" | "FAILED";
                        failure?: string;
                        iterations?: number;
                        seed: number;
                        journalSequence?: number;
                        policyVersion?: string;
                        indicative?: boolean;
                        /** @enum {string} */
                        certificate?: "OPTIMAL" | "BOUND";
                        planHash?: string;
                        allocations?: {
                            requestId: string;
                            offerId: string;
                            units: number;
                            co2eKg: string;
                        }[];
                        unserved?: {
                            requestId: string;
                            units: number;
                            /** @enum {string} */
                            reason: "NO_FEASIBLE_OFFER" | "NO_SPACE";
                            message: string;
                        }[];
                        totals?: {
                            priorityUnservedTeu: number;
                            standardUnservedTeu: number;
                            co2eKg: string;
                            changedPlacements: number;
                            servedTeu: number;
                            priorityServedTeu: number;
                            objective: string;
                            lowerBound: string;
                            gapPercent: string;
                        };
                        firstComeFirstServed?: {
                            priorityUnservedTeu: number;
                            standardUnservedTeu: number;
                            co2eKg: string;
                            changedPlacements: number;
                        };
                        /** @description How far the plan looked: for each request, so many pairs of port calls with the least CO2e. The lower bound and the certificate hold among these; requestsWithMore counts the requests that had more. */
                        optionsConsidered?: {
                            mostPerRequest: number;
                            requestsWithMore: number;
                        };
                        commit?: {
                            unitsPlaced: number;
                            allocationsMoved: number;
                            refused: {
                                requestId: string;
                                /** @enum {string} */
                                code: "REQUEST_CHANGED" | "OFFER_CHANGED" | "NOT_FEASIBLE";
                                reasons: ("LOAD_PORT_NOT_CALLED" | "DISCHARGE_PORT_NOT_CALLED" | "PORTS_OUT_OF_SEQUENCE" | "SEA_DISTANCE_UNKNOWN" | "OFFER_CLOSED" | "OFFER_EXPIRED" | "EQUIPMENT_NOT_ACCEPTED" | "UN_NUMBER_NOT_ACCEPTED" | "DANGEROUS_GOODS_CLASS_MISMATCH" | "CERTIFICATE_MISSING" | "CUT_OFF_PASSED" | "CARGO_NOT_READY" | "ARRIVES_TOO_LATE" | "RATE_UNKNOWN" | "CURRENCY_MISMATCH" | "RATE_ABOVE_CAP" | "CO2E_ABOVE_CAP" | "DECLINED_BEFORE" | "FULL" | "WEIGHT_FULL" | "DANGEROUS_GOODS_FULL" | "REEFER_PLUGS_FULL" | "PROTECTED" | "DISPLACES_EXPECTED_PRIORITY")[];
                            }[];
                        };
                        sentences: string[];
                    };
                };
            };
            /** @description Still running; the plan follows at the Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        planId: string;
                        market: string;
                        /** @enum {string} */
                        status: "RUNNING" | "PLANNED" | "COMMITTED" | "FAILED";
                        failure?: string;
                        iterations?: number;
                        seed: number;
                        journalSequence?: number;
                        policyVersion?: string;
                        indicative?: boolean;
                        /** @enum {string} */
                        certificate?: "OPTIMAL" | "BOUND";
                        planHash?: string;
                        allocations?: {
                            requestId: string;
                            offerId: string;
                            units: number;
                            co2eKg: string;
                        }[];
                        unserved?: {
                            requestId: string;
                            units: number;
                            /** @enum {string} */
                            reason: "NO_FEASIBLE_OFFER" | "NO_SPACE";
                            message: string;
                        }[];
                        totals?: {
                            priorityUnservedTeu: number;
                            standardUnservedTeu: number;
                            co2eKg: string;
                            changedPlacements: number;
                            servedTeu: number;
                            priorityServedTeu: number;
                            objective: string;
                            lowerBound: string;
                            gapPercent: string;
                        };
                        firstComeFirstServed?: {
                            priorityUnservedTeu: number;
                            standardUnservedTeu: number;
                            co2eKg: string;
                            changedPlacements: number;
                        };
                        /** @description How far the plan looked: for each request, so many pairs of port calls with the least CO2e. The lower bound and the certificate hold among these; requestsWithMore counts the requests that had more. */
                        optionsConsidered?: {
                            mostPerRequest: number;
                            requestsWithMore: number;
                        };
                        commit?: {
                            unitsPlaced: number;
                            allocationsMoved: number;
                            refused: {
                                requestId: string;
                                /** @enum {string} */
                                code: "REQUEST_CHANGED" | "OFFER_CHANGED" | "NOT_FEASIBLE";
                                reasons: ("LOAD_PORT_NOT_CALLED" | "DISCHARGE_PORT_NOT_CALLED" | "PORTS_OUT_OF_SEQUENCE" | "SEA_DISTANCE_UNKNOWN" | "OFFER_CLOSED" | "OFFER_EXPIRED" | "EQUIPMENT_NOT_ACCEPTED" | "UN_NUMBER_NOT_ACCEPTED" | "DANGEROUS_GOODS_CLASS_MISMATCH" | "CERTIFICATE_MISSING" | "CUT_OFF_PASSED" | "CARGO_NOT_READY" | "ARRIVES_TOO_LATE" | "RATE_UNKNOWN" | "CURRENCY_MISMATCH" | "RATE_ABOVE_CAP" | "CO2E_ABOVE_CAP" | "DECLINED_BEFORE" | "FULL" | "WEIGHT_FULL" | "DANGEROUS_GOODS_FULL" | "REEFER_PLUGS_FULL" | "PROTECTED" | "DISPLACES_EXPECTED_PRIORITY")[];
                            }[];
                        };
                        sentences: string[];
                    };
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAlerts: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                UNLocationCode?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    assignContainers: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    allocationId: string;
                    equipmentReferences: string[];
                };
            };
        };
        responses: {
            /** @description Every container of the allocation so far, by position. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readContainer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                equipmentReference: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its timeline, as far as you may see it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    declarePause: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                equipmentReference: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    reason: "EXPORTER_HOLD" | "WEATHER" | "CUSTOMS_INSPECTION";
                    /** Format: date-time */
                    from: string;
                    /** Format: date-time */
                    to: string;
                };
            };
        };
        responses: {
            /** @description The pause. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readDwell: {
        parameters: {
            query?: {
                UNLocationCode?: string;
                from?: string;
                to?: string;
                lane?: "GREEN" | "ORDINARY";
                facilityCode?: string;
                carrierId?: string;
                clusterCode?: string;
                dangerousGoods?: "true" | "false";
                gateInMode?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Statistics by lane and their comparison. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recordEquipmentEvents: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
                /** @description Language of the sentences in the answer: en or zh. Codes and figures are the same. */
                "Accept-Language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A result for each event, in order. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPasses: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                UNLocationCode?: string;
                status?: "issued" | "acknowledged" | "used" | "expired" | "revoked" | "replaced";
                allocationId?: string;
                vesselIMONumber?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Passes by id. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acknowledgePass: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                passId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The pass. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listQuarantine: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                UNLocationCode?: string;
                resolved?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    correctQuarantined: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                eventID: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: date-time */
                    eventDateTime?: string;
                    UNLocationCode?: string;
                    facilityCode?: string;
                    resolution: string;
                };
            };
        };
        responses: {
            /** @description What became of the event: corrected, or quarantined again with the reason. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    discardQuarantined: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                eventID: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    resolution: string;
                };
            };
        };
        responses: {
            /** @description Discarded. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resolveQuarantine: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                eventID: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    resolution: string;
                };
            };
        };
        responses: {
            /** @description Resolved. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readAudit: {
        parameters: {
            query?: {
                chainId?: string;
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One row a line. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readAuditAnchors: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Keys, and anchors oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listClusters: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In the order of the announcement. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDesignations: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                organisationId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By id. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    grantDesignation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    organisationId: string;
                    clusterCode: string;
                    hsPrefixes: string[];
                    markets: ("CHINA" | "NORTH_EAST_ASIA" | "SOUTH_EAST_ASIA" | "SOUTH_ASIA_MIDDLE_EAST" | "NORTH_EUROPE" | "MEDITERRANEAN" | "NORTH_AMERICA_WEST" | "NORTH_AMERICA_EAST" | "SOUTH_AMERICA" | "AFRICA" | "OCEANIA")[];
                    /** Format: date */
                    validFrom: string;
                    /** Format: date */
                    validTo?: string;
                    evidence: {
                        reference: string;
                        sha256?: string;
                    };
                };
            };
        };
        responses: {
            /** @description The designation. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reinstatementOfDesignation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                designationId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The designation. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revocationOfDesignation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                designationId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The designation. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    suspensionOfDesignation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                designationId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The designation. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Your organisation. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOrganisations: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                role?: "carrier" | "exporter" | "logistics-provider" | "port-operator" | "authority" | "verifier";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By id. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    registerOrganisation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    organisationId: string;
                    name: string;
                    /** @enum {string} */
                    role: "carrier" | "exporter" | "logistics-provider" | "port-operator" | "authority" | "verifier";
                    clusterCode?: string;
                    province?: string;
                    ports?: string[];
                    actsFor?: string[];
                };
            };
        };
        responses: {
            /** @description Registered. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readOrganisation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organisationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The organisation. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listApiKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organisationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first, at most 100. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    issueApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organisationId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default key */
                    label?: string;
                    scopes?: ("read" | "offers:write" | "requests:write" | "allocations:write" | "port-channel:write" | "carbon:write" | "webhooks:write" | "keys:write" | "programme:write")[];
                    /** Format: date-time */
                    expiresAt?: string;
                };
            };
        };
        responses: {
            /** @description The key. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                organisationId: string;
                keyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMandates: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organisationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By exporter and provider, at most 500. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    grantMandate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                organisationId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    providerId: string;
                };
            };
        };
        responses: {
            /** @description The mandate. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeMandate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                organisationId: string;
                providerId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked, or never granted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reinstateOrganisation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                organisationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The organisation. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    suspendOrganisation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                organisationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The organisation. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organisationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first, at most 500. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                organisationId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uri */
                    issuer: string;
                    subject: string;
                    /** @default user */
                    label?: string;
                    scopes?: ("read" | "offers:write" | "requests:write" | "allocations:write" | "port-channel:write" | "carbon:write" | "webhooks:write" | "keys:write" | "programme:write")[];
                };
            };
        };
        responses: {
            /** @description The user. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                organisationId: string;
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readOutcomes: {
        parameters: {
            query?: {
                cluster?: string;
                province?: string;
                port?: string;
                from?: string;
                to?: string;
                by?: "cluster" | "province" | "port" | "month";
                format?: "json" | "csv";
            };
            header?: {
                /** @description Language of the sentences in the answer: en or zh. Codes and figures are the same. */
                "Accept-Language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Figures with the method of each. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readOutcomeMethods: {
        parameters: {
            query?: never;
            header?: {
                /** @description Language of the sentences in the answer: en or zh. Codes and figures are the same. */
                "Accept-Language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A sentence a figure. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPolicies: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of versions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    draftPolicy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    policyId: string;
                    version: string;
                    /** @enum {string} */
                    basis: "PUBLISHED" | "ASSUMED";
                    /**
                     * Format: date-time
                     * @description When the version comes into force, in whole minutes: seconds are cut off, and the answer says the moment that holds everywhere.
                     */
                    effectiveFrom: string;
                    evidence: {
                        title: string;
                        reference: string;
                        sha256?: string;
                    }[];
                    rules: {
                        eligibility: {
                            hsPrefixes: string[];
                            markets: string[];
                        };
                        protection: {
                            /** @enum {string} */
                            mode: "FIXED_SHARE" | "BID_PRICE";
                            sharePercent: number;
                            floorSharePercent: number;
                            releaseHoursBeforeCutOff: number;
                            bidPrice?: {
                                points: {
                                    priorityServedPerTeu: number;
                                    standardServedPerTeu: number;
                                    priorityPerKilogram: number;
                                    standardPerKilogram: number;
                                };
                                protectionQuantilePercent: number;
                                resolveHours: number;
                                resolveAfterChanges: number;
                                learning: {
                                    historyDays: number;
                                    minimumDays: number;
                                    minimumPriorityRequests: number;
                                };
                            };
                        };
                        deadlines: {
                            carrierConfirmHours: number;
                            standardMaximumWaitHours: number;
                            lateCancellationHoursBeforeCutOff: number;
                        };
                        limits?: {
                            maximumHeldTeuPerUnit: number;
                        };
                        lowEmission: {
                            belowLaneDefaultPercent: number;
                        };
                        ranking: {
                            balanced: {
                                emissionsWeight: number;
                                arrivalWeight: number;
                                rateWeight: number;
                                emissionsKgPerTeu: number;
                                arrivalHours: number;
                                rateMinorUnitsPerTeu: number;
                            };
                        };
                        costEstimates?: {
                            euAllowanceEurPerTonne: string;
                        };
                        routes: {
                            /** @enum {string} */
                            eastWestDefault: "SUEZ" | "CAPE" | "PANAMA" | "DIRECT";
                        };
                        preCarriage: {
                            kilometresPerDay: {
                                ROAD: number;
                                RAIL: number;
                                INLAND_WATERWAY: number;
                                FEEDER: number;
                            };
                        };
                        dangerousGoods: {
                            UNNumber: string;
                            imoClass: string;
                            properShippingName: string;
                            certificateRequired: boolean;
                        }[];
                        portRestrictions?: {
                            UNLocationCode: string;
                            refusedUNNumbers: string[];
                            evidence?: string;
                        }[];
                        dwell: {
                            targetHours: {
                                GREEN: number;
                                ORDINARY: number;
                            };
                            pauses: ("CUSTOMS_INSPECTION" | "EXPORTER_HOLD" | "WEATHER")[];
                            minimumSample: number;
                        };
                        subsidy: {
                            rate: {
                                /** @enum {string} */
                                basis: "CALCULATION" | "STATEMENT" | "CONTAINER" | "TONNE" | "SHARE_OF_COST";
                                amount: string;
                                currencyCode: string;
                            };
                            capPerUnit: string;
                            capTotal: string;
                        };
                        provinceOverrides?: {
                            province: string;
                            eligibility?: {
                                hsPrefixes: string[];
                            };
                            subsidy?: {
                                rate: {
                                    /** @enum {string} */
                                    basis: "CALCULATION" | "STATEMENT" | "CONTAINER" | "TONNE" | "SHARE_OF_COST";
                                    amount: string;
                                    currencyCode: string;
                                };
                                capPerUnit: string;
                            };
                        }[];
                    };
                };
            };
        };
        responses: {
            /** @description The draft. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readPolicySchema: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JSON Schema 2020-12. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/schema+json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewPolicy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                policyId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    version: string;
                };
            };
        };
        responses: {
            /** @description What would change, by market. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Asked; the answer is still being computed. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readPolicyPreview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                policyId: string;
                previewId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The preview. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                policyId: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The policy. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approvePolicy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                policyId: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In force from its effective date. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    diffPolicy: {
        parameters: {
            query: {
                against: string;
            };
            header?: never;
            path: {
                policyId: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Changes by path. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRankingPolicy: {
        parameters: {
            query: {
                market: "CHINA" | "NORTH_EAST_ASIA" | "SOUTH_EAST_ASIA" | "SOUTH_ASIA_MIDDLE_EAST" | "NORTH_EUROPE" | "MEDITERRANEAN" | "NORTH_AMERICA_WEST" | "NORTH_AMERICA_EAST" | "SOUTH_AMERICA" | "AFRICA" | "OCEANIA";
            };
            header?: {
                /** @description Language of the sentences in the answer: en or zh. Codes and figures are the same. */
                "Accept-Language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The policy in force, and its main parameters in words. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        policyId: string;
                        version: string;
                        /** @enum {string} */
                        status: "draft" | "in-force";
                        /** @enum {string} */
                        basis: "PUBLISHED" | "ASSUMED";
                        /** Format: date-time */
                        effectiveFrom: string;
                        evidence: {
                            title: string;
                            reference: string;
                            sha256?: string;
                        }[];
                        rules: {
                            eligibility: {
                                hsPrefixes: string[];
                                markets: string[];
                            };
                            protection: {
                                /** @enum {string} */
                                mode: "FIXED_SHARE" | "BID_PRICE";
                                sharePercent: number;
                                floorSharePercent: number;
                                releaseHoursBeforeCutOff: number;
                                bidPrice?: {
                                    points: {
                                        priorityServedPerTeu: number;
                                        standardServedPerTeu: number;
                                        priorityPerKilogram: number;
                                        standardPerKilogram: number;
                                    };
                                    protectionQuantilePercent: number;
                                    resolveHours: number;
                                    resolveAfterChanges: number;
                                    learning: {
                                        historyDays: number;
                                        minimumDays: number;
                                        minimumPriorityRequests: number;
                                    };
                                };
                            };
                            deadlines: {
                                carrierConfirmHours: number;
                                standardMaximumWaitHours: number;
                                lateCancellationHoursBeforeCutOff: number;
                            };
                            limits?: {
                                maximumHeldTeuPerUnit: number;
                            };
                            lowEmission: {
                                belowLaneDefaultPercent: number;
                            };
                            ranking: {
                                balanced: {
                                    emissionsWeight: number;
                                    arrivalWeight: number;
                                    rateWeight: number;
                                    emissionsKgPerTeu: number;
                                    arrivalHours: number;
                                    rateMinorUnitsPerTeu: number;
                                };
                            };
                            costEstimates?: {
                                euAllowanceEurPerTonne: string;
                            };
                            routes: {
                                /** @enum {string} */
                                eastWestDefault: "SUEZ" | "CAPE" | "PANAMA" | "DIRECT";
                            };
                            preCarriage: {
                                kilometresPerDay: {
                                    ROAD: number;
                                    RAIL: number;
                                    INLAND_WATERWAY: number;
                                    FEEDER: number;
                                };
                            };
                            dangerousGoods: {
                                UNNumber: string;
                                imoClass: string;
                                properShippingName: string;
                                certificateRequired: boolean;
                            }[];
                            portRestrictions?: {
                                UNLocationCode: string;
                                refusedUNNumbers: string[];
                                evidence?: string;
                            }[];
                            dwell: {
                                targetHours: {
                                    GREEN: number;
                                    ORDINARY: number;
                                };
                                pauses: ("CUSTOMS_INSPECTION" | "EXPORTER_HOLD" | "WEATHER")[];
                                minimumSample: number;
                            };
                            subsidy: {
                                rate: {
                                    /** @enum {string} */
                                    basis: "CALCULATION" | "STATEMENT" | "CONTAINER" | "TONNE" | "SHARE_OF_COST";
                                    amount: string;
                                    currencyCode: string;
                                };
                                capPerUnit: string;
                                capTotal: string;
                            };
                            provinceOverrides?: {
                                province: string;
                                eligibility?: {
                                    hsPrefixes: string[];
                                };
                                subsidy?: {
                                    rate: {
                                        /** @enum {string} */
                                        basis: "CALCULATION" | "STATEMENT" | "CONTAINER" | "TONNE" | "SHARE_OF_COST";
                                        amount: string;
                                        currencyCode: string;
                                    };
                                    capPerUnit: string;
                                };
                            }[];
                        };
                        bidPrice: {
                            points: {
                                priorityServedPerTeu: number;
                                standardServedPerTeu: number;
                                priorityPerKilogram: number;
                                standardPerKilogram: number;
                            };
                            protectionQuantilePercent: number;
                            resolveHours: number;
                            resolveAfterChanges: number;
                            learning: {
                                historyDays: number;
                                minimumDays: number;
                                minimumPriorityRequests: number;
                            };
                        };
                        mainParameters: {
                            name: string;
                            message: string;
                        }[];
                    };
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    quoteRanking: {
        parameters: {
            query?: never;
            header?: {
                /** @description Language of the sentences in the answer: en or zh. Codes and figures are the same. */
                "Accept-Language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    requestReference: string;
                    onBehalfOf?: string;
                    cargo: {
                        extendedHSCode: string;
                        commodityType: string;
                        /** @default [] */
                        dangerousGoods?: {
                            UNNumber: string;
                            imoClass: string;
                            certificateReference?: string;
                        }[];
                    };
                    equipment: {
                        /** @enum {string} */
                        ISOEquipmentCode: "22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1";
                        units: number;
                        cargoGrossWeightKg: string;
                    };
                    /** @description Where the cargo comes from: a designated cluster, a place by its UN/LOCODE, or neither. The chain begins where its pre-carriage does; without pre-carriage, at the gate of the load port. */
                    origin: {
                        clusterCode?: string;
                        UNLocationCode?: string;
                        loadPorts: string[];
                        /** @default [] */
                        preCarriage?: {
                            loadPort: string;
                            /** @enum {string} */
                            mode: "ROAD" | "RAIL" | "INLAND_WATERWAY" | "FEEDER";
                            distanceKm: string;
                            durationHours?: number;
                        }[];
                    };
                    destination: {
                        dischargePorts: string[];
                    };
                    /** Format: date-time */
                    cargoReadyDateTime: string;
                    /** Format: date-time */
                    latestArrivalDateTime: string;
                    /** @default {} */
                    constraints?: {
                        maxCo2eKgPerTeu?: string;
                        maxRate?: {
                            amount: string;
                            currencyCode: string;
                        };
                    };
                    /**
                     * @default LOWEST_EMISSIONS
                     * @enum {string}
                     */
                    objective?: "LOWEST_EMISSIONS" | "BALANCED" | "EARLIEST_ARRIVAL";
                    /** @default false */
                    splitAllowed?: boolean;
                    /**
                     * @default AUTO
                     * @enum {string}
                     */
                    allocationMode?: "AUTO" | "MANUAL";
                    /** @default false */
                    rollable?: boolean;
                    importMarket?: string;
                    /** @enum {string} */
                    incoterm?: "EXW" | "FCA" | "CPT" | "CIP" | "DAP" | "DPU" | "DDP" | "FAS" | "FOB" | "CFR" | "CIF";
                    incotermNamedPlace?: string;
                    consignee?: string;
                    documents?: {
                        type: string;
                        reference: string;
                        sha256?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description The ranking. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        requestId: string;
                        decidedAt: string;
                        policyVersion: string;
                        factorSetVersion: string;
                        isPriorityUnit: boolean;
                        indicative: boolean;
                        objective: string;
                        units: number;
                        counts: {
                            candidates: number;
                            refused: number;
                            byReason: {
                                [key: string]: number;
                            };
                        };
                        protection: {
                            /** @enum {string} */
                            mode: "FIXED_SHARE" | "BID_PRICE";
                            /** @enum {string} */
                            basis: "FIXED_SHARE" | "BOOKING_CURVE";
                            solvedAt: string | null;
                            message: string;
                        };
                        candidates: {
                            rank: number;
                            offerId: string;
                            carrierOfferReference: string;
                            carrierName: string;
                            vessel: {
                                vesselIMONumber: string;
                                name: string;
                            };
                            loadPort: string;
                            dischargePort: string;
                            departureDateTime: string;
                            arrivalDateTime: string;
                            rate: {
                                amount: string;
                                currencyCode: string;
                            } | null;
                            paretoOptimal: boolean;
                            lowEmission: boolean;
                            withinTwoPercentOfBest: boolean;
                            decidedBy: string | null;
                            message: string;
                            units: number;
                            freight: {
                                amount: string;
                                currencyCode: string;
                            } | null;
                            co2e: {
                                totalKg: string;
                                perTeuKg: string;
                                perContainerKg: string;
                                wellToTankKg: string;
                                tankToWakeKg: string;
                                laneDefaultKg: string;
                                byElement: {
                                    kind: string;
                                    mode: string;
                                    distanceKm: string;
                                    kg: string;
                                    dataQuality: string;
                                }[];
                                dataQuality: string;
                                primaryDataSharePercent: string;
                            };
                            cost: {
                                freight: {
                                    amount: string;
                                    currencyCode: string;
                                } | null;
                                euEts: {
                                    allowancesKg: string;
                                    amount: {
                                        amount: string;
                                        currencyCode: string;
                                    } | null;
                                    allocationRule: string;
                                } | null;
                                fuelEu: {
                                    amount: {
                                        amount: string;
                                        currencyCode: string;
                                    };
                                    /** @enum {string} */
                                    position: "DEFICIT" | "SURPLUS";
                                    allocationRule: string;
                                } | null;
                                indicativeSubsidy: {
                                    amount: string;
                                    currencyCode: string;
                                } | null;
                                message: string;
                            };
                        }[];
                        refused: {
                            offerId: string;
                            carrierOfferReference: string;
                            carrierName: string;
                            vessel: {
                                vesselIMONumber: string;
                                name: string;
                            };
                            reasons: {
                                /** @enum {string} */
                                code: "LOAD_PORT_NOT_CALLED" | "DISCHARGE_PORT_NOT_CALLED" | "PORTS_OUT_OF_SEQUENCE" | "SEA_DISTANCE_UNKNOWN" | "OFFER_CLOSED" | "OFFER_EXPIRED" | "EQUIPMENT_NOT_ACCEPTED" | "UN_NUMBER_NOT_ACCEPTED" | "DANGEROUS_GOODS_CLASS_MISMATCH" | "CERTIFICATE_MISSING" | "CUT_OFF_PASSED" | "CARGO_NOT_READY" | "ARRIVES_TOO_LATE" | "RATE_UNKNOWN" | "CURRENCY_MISMATCH" | "RATE_ABOVE_CAP" | "CO2E_ABOVE_CAP" | "DECLINED_BEFORE" | "FULL" | "WEIGHT_FULL" | "DANGEROUS_GOODS_FULL" | "REEFER_PLUGS_FULL" | "PROTECTED" | "DISPLACES_EXPECTED_PRIORITY";
                                message: string;
                                limit?: string;
                                actual?: string;
                            }[];
                        }[];
                        counterfactuals: {
                            change: string;
                            offerId: string;
                            kgCo2ePerTeu: string;
                            message: string;
                        }[];
                        relaxation: {
                            change: string;
                            offerId: string;
                            kgCo2ePerTeu: string;
                            message: string;
                        } | null;
                    };
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOfferUse: {
        parameters: {
            query?: never;
            header?: {
                /** @description Language of the sentences in the answer: en or zh. Codes and figures are the same. */
                "Accept-Language"?: string;
            };
            path: {
                offerId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How the market used the offer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        offerId: string;
                        decidedAt: string;
                        open: boolean;
                        legs: {
                            publishedTeu: number;
                            usedTeu: number;
                            keptForPriorityTeu: number;
                        }[];
                        requests: number;
                        placedHere: number;
                        placedElsewhere: number;
                        couldStillTake: number;
                        refusedBy: {
                            /** @enum {string} */
                            code: "LOAD_PORT_NOT_CALLED" | "DISCHARGE_PORT_NOT_CALLED" | "PORTS_OUT_OF_SEQUENCE" | "SEA_DISTANCE_UNKNOWN" | "OFFER_CLOSED" | "OFFER_EXPIRED" | "EQUIPMENT_NOT_ACCEPTED" | "UN_NUMBER_NOT_ACCEPTED" | "DANGEROUS_GOODS_CLASS_MISMATCH" | "CERTIFICATE_MISSING" | "CUT_OFF_PASSED" | "CARGO_NOT_READY" | "ARRIVES_TOO_LATE" | "RATE_UNKNOWN" | "CURRENCY_MISMATCH" | "RATE_ABOVE_CAP" | "CO2E_ABOVE_CAP" | "DECLINED_BEFORE" | "FULL" | "WEIGHT_FULL" | "DANGEROUS_GOODS_FULL" | "REEFER_PLUGS_FULL" | "PROTECTED" | "DISPLACES_EXPECTED_PRIORITY";
                            requests: number;
                        }[];
                        message: string;
                        sentences: string[];
                    };
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRanking: {
        parameters: {
            query?: never;
            header?: {
                /** @description Language of the sentences in the answer: en or zh. Codes and figures are the same. */
                "Accept-Language"?: string;
            };
            path: {
                requestId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ranking. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        requestId: string;
                        decidedAt: string;
                        policyVersion: string;
                        factorSetVersion: string;
                        isPriorityUnit: boolean;
                        indicative: boolean;
                        objective: string;
                        units: number;
                        counts: {
                            candidates: number;
                            refused: number;
                            byReason: {
                                [key: string]: number;
                            };
                        };
                        protection: {
                            /** @enum {string} */
                            mode: "FIXED_SHARE" | "BID_PRICE";
                            /** @enum {string} */
                            basis: "FIXED_SHARE" | "BOOKING_CURVE";
                            solvedAt: string | null;
                            message: string;
                        };
                        candidates: {
                            rank: number;
                            offerId: string;
                            carrierOfferReference: string;
                            carrierName: string;
                            vessel: {
                                vesselIMONumber: string;
                                name: string;
                            };
                            loadPort: string;
                            dischargePort: string;
                            departureDateTime: string;
                            arrivalDateTime: string;
                            rate: {
                                amount: string;
                                currencyCode: string;
                            } | null;
                            paretoOptimal: boolean;
                            lowEmission: boolean;
                            withinTwoPercentOfBest: boolean;
                            decidedBy: string | null;
                            message: string;
                            units: number;
                            freight: {
                                amount: string;
                                currencyCode: string;
                            } | null;
                            co2e: {
                                totalKg: string;
                                perTeuKg: string;
                                perContainerKg: string;
                                wellToTankKg: string;
                                tankToWakeKg: string;
                                laneDefaultKg: string;
                                byElement: {
                                    kind: string;
                                    mode: string;
                                    distanceKm: string;
                                    kg: string;
                                    dataQuality: string;
                                }[];
                                dataQuality: string;
                                primaryDataSharePercent: string;
                            };
                            cost: {
                                freight: {
                                    amount: string;
                                    currencyCode: string;
                                } | null;
                                euEts: {
                                    allowancesKg: string;
                                    amount: {
                                        amount: string;
                                        currencyCode: string;
                                    } | null;
                                    allocationRule: string;
                                } | null;
                                fuelEu: {
                                    amount: {
                                        amount: string;
                                        currencyCode: string;
                                    };
                                    /** @enum {string} */
                                    position: "DEFICIT" | "SURPLUS";
                                    allocationRule: string;
                                } | null;
                                indicativeSubsidy: {
                                    amount: string;
                                    currencyCode: string;
                                } | null;
                                message: string;
                            };
                        }[];
                        refused: {
                            offerId: string;
                            carrierOfferReference: string;
                            carrierName: string;
                            vessel: {
                                vesselIMONumber: string;
                                name: string;
                            };
                            reasons: {
                                /** @enum {string} */
                                code: "LOAD_PORT_NOT_CALLED" | "DISCHARGE_PORT_NOT_CALLED" | "PORTS_OUT_OF_SEQUENCE" | "SEA_DISTANCE_UNKNOWN" | "OFFER_CLOSED" | "OFFER_EXPIRED" | "EQUIPMENT_NOT_ACCEPTED" | "UN_NUMBER_NOT_ACCEPTED" | "DANGEROUS_GOODS_CLASS_MISMATCH" | "CERTIFICATE_MISSING" | "CUT_OFF_PASSED" | "CARGO_NOT_READY" | "ARRIVES_TOO_LATE" | "RATE_UNKNOWN" | "CURRENCY_MISMATCH" | "RATE_ABOVE_CAP" | "CO2E_ABOVE_CAP" | "DECLINED_BEFORE" | "FULL" | "WEIGHT_FULL" | "DANGEROUS_GOODS_FULL" | "REEFER_PLUGS_FULL" | "PROTECTED" | "DISPLACES_EXPECTED_PRIORITY";
                                message: string;
                                limit?: string;
                                actual?: string;
                            }[];
                        }[];
                        counterfactuals: {
                            change: string;
                            offerId: string;
                            kgCo2ePerTeu: string;
                            message: string;
                        }[];
                        relaxation: {
                            change: string;
                            offerId: string;
                            kgCo2ePerTeu: string;
                            message: string;
                        } | null;
                    };
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCandidates: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description Language of the sentences in the answer: en or zh. Codes and figures are the same. */
                "Accept-Language"?: string;
            };
            path: {
                requestId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of candidates. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rank: number;
                        offerId: string;
                        carrierOfferReference: string;
                        carrierName: string;
                        vessel: {
                            vesselIMONumber: string;
                            name: string;
                        };
                        loadPort: string;
                        dischargePort: string;
                        departureDateTime: string;
                        arrivalDateTime: string;
                        rate: {
                            amount: string;
                            currencyCode: string;
                        } | null;
                        paretoOptimal: boolean;
                        lowEmission: boolean;
                        withinTwoPercentOfBest: boolean;
                        decidedBy: string | null;
                        message: string;
                        units: number;
                        freight: {
                            amount: string;
                            currencyCode: string;
                        } | null;
                        co2e: {
                            totalKg: string;
                            perTeuKg: string;
                            perContainerKg: string;
                            wellToTankKg: string;
                            tankToWakeKg: string;
                            laneDefaultKg: string;
                            byElement: {
                                kind: string;
                                mode: string;
                                distanceKm: string;
                                kg: string;
                                dataQuality: string;
                            }[];
                            dataQuality: string;
                            primaryDataSharePercent: string;
                        };
                        cost: {
                            freight: {
                                amount: string;
                                currencyCode: string;
                            } | null;
                            euEts: {
                                allowancesKg: string;
                                amount: {
                                    amount: string;
                                    currencyCode: string;
                                } | null;
                                allocationRule: string;
                            } | null;
                            fuelEu: {
                                amount: {
                                    amount: string;
                                    currencyCode: string;
                                };
                                /** @enum {string} */
                                position: "DEFICIT" | "SURPLUS";
                                allocationRule: string;
                            } | null;
                            indicativeSubsidy: {
                                amount: string;
                                currencyCode: string;
                            } | null;
                            message: string;
                        };
                    }[];
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRefused: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description Language of the sentences in the answer: en or zh. Codes and figures are the same. */
                "Accept-Language"?: string;
            };
            path: {
                requestId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of refusals. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        offerId: string;
                        carrierOfferReference: string;
                        carrierName: string;
                        vessel: {
                            vesselIMONumber: string;
                            name: string;
                        };
                        reasons: {
                            /** @enum {string} */
                            code: "LOAD_PORT_NOT_CALLED" | "DISCHARGE_PORT_NOT_CALLED" | "PORTS_OUT_OF_SEQUENCE" | "SEA_DISTANCE_UNKNOWN" | "OFFER_CLOSED" | "OFFER_EXPIRED" | "EQUIPMENT_NOT_ACCEPTED" | "UN_NUMBER_NOT_ACCEPTED" | "DANGEROUS_GOODS_CLASS_MISMATCH" | "CERTIFICATE_MISSING" | "CUT_OFF_PASSED" | "CARGO_NOT_READY" | "ARRIVES_TOO_LATE" | "RATE_UNKNOWN" | "CURRENCY_MISMATCH" | "RATE_ABOVE_CAP" | "CO2E_ABOVE_CAP" | "DECLINED_BEFORE" | "FULL" | "WEIGHT_FULL" | "DANGEROUS_GOODS_FULL" | "REEFER_PLUGS_FULL" | "PROTECTED" | "DISPLACES_EXPECTED_PRIORITY";
                            message: string;
                            limit?: string;
                            actual?: string;
                        }[];
                    }[];
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listVesselOffers: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                market?: "CHINA" | "NORTH_EAST_ASIA" | "SOUTH_EAST_ASIA" | "SOUTH_ASIA_MIDDLE_EAST" | "NORTH_EUROPE" | "MEDITERRANEAN" | "NORTH_AMERICA_WEST" | "NORTH_AMERICA_EAST" | "SOUTH_AMERICA" | "AFRICA" | "OCEANIA";
                carrierOfferReference?: string;
                UNLocationCode?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page; `Next-Page-Cursor` when there is more. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        carrierOfferReference: string;
                        vessel: {
                            vesselIMONumber: string;
                            name: string;
                        };
                        carrierServiceCode: string;
                        carrierExportVoyageNumber: string;
                        /** @enum {string} */
                        route?: "SUEZ" | "CAPE" | "PANAMA" | "DIRECT";
                        portCalls: {
                            UNLocationCode: string;
                            facilitySMDGCode?: string;
                            /** Format: date-time */
                            arrivalDateTime?: string;
                            /** Format: date-time */
                            departureDateTime?: string;
                            cutOffs?: {
                                /** @enum {string} */
                                cutOffDateTimeCode: "DCO" | "VCO" | "FCO" | "LCO" | "PCO" | "ECP" | "EFC" | "RCO" | "DGC" | "OBC" | "TCO" | "STA" | "SPA" | "CUA" | "AFC";
                                /** Format: date-time */
                                cutOffDateTime: string;
                            }[];
                            /** @enum {string} */
                            statusCode?: "OMIT" | "BLNK" | "ADHO" | "PHOT" | "PHIN" | "ROTC" | "SLID" | "CUTR";
                        }[];
                        capacity: {
                            teu: number;
                            weightTonnes: string;
                            dangerousGoodsTeu: number;
                            reeferPlugs: number;
                        };
                        legCapacities?: {
                            teu: number;
                            weightTonnes: string;
                            dangerousGoodsTeu: number;
                            reeferPlugs: number;
                            fromUNLocationCode: string;
                            toUNLocationCode: string;
                        }[];
                        acceptedEquipment: ("22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1")[];
                        /** @default [] */
                        acceptedUNNumbers: string[];
                        /** @default [] */
                        rates: {
                            /** @enum {string} */
                            ISOEquipmentCode: "22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1";
                            amount: string;
                            currencyCode: string;
                        }[];
                        /**
                         * @default {
                         *       "dataQuality": "DEFAULT"
                         *     }
                         */
                        emissionProfile: {
                            /** @constant */
                            dataQuality: "PRIMARY";
                            fuels: {
                                /** @enum {string} */
                                fuel: "HFO" | "VLSFO" | "MDO_MGO" | "LNG" | "METHANOL" | "BIO_METHANOL" | "FAME" | "HVO" | "BIO_LNG" | "AMMONIA";
                                tonnes: string;
                                certifiedGramsPerMJ?: string;
                            }[];
                            referencePeriod: {
                                /** Format: date */
                                start: string;
                                /** Format: date */
                                end: string;
                            };
                            transportWorkTeuKm: string;
                            /** @default [] */
                            evidence: {
                                /** @enum {string} */
                                type: "BUNKER_DELIVERY_NOTE" | "PROOF_OF_SUSTAINABILITY" | "VOYAGE_REPORT" | "VERIFICATION_STATEMENT" | "EU_MRV_REPORT" | "OTHER";
                                reference: string;
                                sha256?: string;
                            }[];
                        } | {
                            /** @constant */
                            dataQuality: "MODELLED";
                            gCO2PerTonneNauticalMile: string;
                            reportingYear: number;
                            /** @constant */
                            source: "EU-MRV";
                        } | {
                            /** @constant */
                            dataQuality: "DEFAULT";
                        };
                        /**
                         * @default MANUAL
                         * @enum {string}
                         */
                        confirmation: "MANUAL" | "AUTO";
                        /** Format: date-time */
                        validUntil: string;
                        offerId: string;
                        version: number;
                        carrierId: string;
                        carrierName: string;
                        market: string;
                        /** Format: date-time */
                        publishedAt: string;
                        /** @enum {string} */
                        status: "OPEN" | "ENDED" | "WITHDRAWN";
                        /** Format: date-time */
                        updatedAt: string;
                        /** Format: date-time */
                        withdrawnAt?: string;
                        withdrawalReason?: string;
                        feedbacks: {
                            /** @enum {string} */
                            severity: "INFO" | "WARN" | "ERROR";
                            code: string;
                            message: string;
                            translations?: {
                                zh: string;
                            };
                            property?: string;
                        }[];
                    }[];
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publishVesselOffer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    carrierOfferReference: string;
                    vessel: {
                        vesselIMONumber: string;
                        name: string;
                    };
                    carrierServiceCode: string;
                    carrierExportVoyageNumber: string;
                    /** @enum {string} */
                    route?: "SUEZ" | "CAPE" | "PANAMA" | "DIRECT";
                    portCalls: {
                        UNLocationCode: string;
                        facilitySMDGCode?: string;
                        /** Format: date-time */
                        arrivalDateTime?: string;
                        /** Format: date-time */
                        departureDateTime?: string;
                        cutOffs?: {
                            /** @enum {string} */
                            cutOffDateTimeCode: "DCO" | "VCO" | "FCO" | "LCO" | "PCO" | "ECP" | "EFC" | "RCO" | "DGC" | "OBC" | "TCO" | "STA" | "SPA" | "CUA" | "AFC";
                            /** Format: date-time */
                            cutOffDateTime: string;
                        }[];
                        /** @enum {string} */
                        statusCode?: "OMIT" | "BLNK" | "ADHO" | "PHOT" | "PHIN" | "ROTC" | "SLID" | "CUTR";
                    }[];
                    capacity: {
                        teu: number;
                        weightTonnes: string;
                        dangerousGoodsTeu: number;
                        reeferPlugs: number;
                    };
                    legCapacities?: {
                        teu: number;
                        weightTonnes: string;
                        dangerousGoodsTeu: number;
                        reeferPlugs: number;
                        fromUNLocationCode: string;
                        toUNLocationCode: string;
                    }[];
                    acceptedEquipment: ("22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1")[];
                    /** @default [] */
                    acceptedUNNumbers?: string[];
                    /** @default [] */
                    rates?: {
                        /** @enum {string} */
                        ISOEquipmentCode: "22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1";
                        amount: string;
                        currencyCode: string;
                    }[];
                    /**
                     * @default {
                     *       "dataQuality": "DEFAULT"
                     *     }
                     */
                    emissionProfile?: {
                        /** @constant */
                        dataQuality: "PRIMARY";
                        fuels: {
                            /** @enum {string} */
                            fuel: "HFO" | "VLSFO" | "MDO_MGO" | "LNG" | "METHANOL" | "BIO_METHANOL" | "FAME" | "HVO" | "BIO_LNG" | "AMMONIA";
                            tonnes: string;
                            certifiedGramsPerMJ?: string;
                        }[];
                        referencePeriod: {
                            /** Format: date */
                            start: string;
                            /** Format: date */
                            end: string;
                        };
                        transportWorkTeuKm: string;
                        /** @default [] */
                        evidence?: {
                            /** @enum {string} */
                            type: "BUNKER_DELIVERY_NOTE" | "PROOF_OF_SUSTAINABILITY" | "VOYAGE_REPORT" | "VERIFICATION_STATEMENT" | "EU_MRV_REPORT" | "OTHER";
                            reference: string;
                            sha256?: string;
                        }[];
                    } | {
                        /** @constant */
                        dataQuality: "MODELLED";
                        gCO2PerTonneNauticalMile: string;
                        reportingYear: number;
                        /** @constant */
                        source: "EU-MRV";
                    } | {
                        /** @constant */
                        dataQuality: "DEFAULT";
                    };
                    /**
                     * @default MANUAL
                     * @enum {string}
                     */
                    confirmation?: "MANUAL" | "AUTO";
                    /** Format: date-time */
                    validUntil: string;
                };
            };
        };
        responses: {
            /** @description This offer was published before with the same body. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        carrierOfferReference: string;
                        vessel: {
                            vesselIMONumber: string;
                            name: string;
                        };
                        carrierServiceCode: string;
                        carrierExportVoyageNumber: string;
                        /** @enum {string} */
                        route?: "SUEZ" | "CAPE" | "PANAMA" | "DIRECT";
                        portCalls: {
                            UNLocationCode: string;
                            facilitySMDGCode?: string;
                            /** Format: date-time */
                            arrivalDateTime?: string;
                            /** Format: date-time */
                            departureDateTime?: string;
                            cutOffs?: {
                                /** @enum {string} */
                                cutOffDateTimeCode: "DCO" | "VCO" | "FCO" | "LCO" | "PCO" | "ECP" | "EFC" | "RCO" | "DGC" | "OBC" | "TCO" | "STA" | "SPA" | "CUA" | "AFC";
                                /** Format: date-time */
                                cutOffDateTime: string;
                            }[];
                            /** @enum {string} */
                            statusCode?: "OMIT" | "BLNK" | "ADHO" | "PHOT" | "PHIN" | "ROTC" | "SLID" | "CUTR";
                        }[];
                        capacity: {
                            teu: number;
                            weightTonnes: string;
                            dangerousGoodsTeu: number;
                            reeferPlugs: number;
                        };
                        legCapacities?: {
                            teu: number;
                            weightTonnes: string;
                            dangerousGoodsTeu: number;
                            reeferPlugs: number;
                            fromUNLocationCode: string;
                            toUNLocationCode: string;
                        }[];
                        acceptedEquipment: ("22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1")[];
                        /** @default [] */
                        acceptedUNNumbers: string[];
                        /** @default [] */
                        rates: {
                            /** @enum {string} */
                            ISOEquipmentCode: "22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1";
                            amount: string;
                            currencyCode: string;
                        }[];
                        /**
                         * @default {
                         *       "dataQuality": "DEFAULT"
                         *     }
                         */
                        emissionProfile: {
                            /** @constant */
                            dataQuality: "PRIMARY";
                            fuels: {
                                /** @enum {string} */
                                fuel: "HFO" | "VLSFO" | "MDO_MGO" | "LNG" | "METHANOL" | "BIO_METHANOL" | "FAME" | "HVO" | "BIO_LNG" | "AMMONIA";
                                tonnes: string;
                                certifiedGramsPerMJ?: string;
                            }[];
                            referencePeriod: {
                                /** Format: date */
                                start: string;
                                /** Format: date */
                                end: string;
                            };
                            transportWorkTeuKm: string;
                            /** @default [] */
                            evidence: {
                                /** @enum {string} */
                                type: "BUNKER_DELIVERY_NOTE" | "PROOF_OF_SUSTAINABILITY" | "VOYAGE_REPORT" | "VERIFICATION_STATEMENT" | "EU_MRV_REPORT" | "OTHER";
                                reference: string;
                                sha256?: string;
                            }[];
                        } | {
                            /** @constant */
                            dataQuality: "MODELLED";
                            gCO2PerTonneNauticalMile: string;
                            reportingYear: number;
                            /** @constant */
                            source: "EU-MRV";
                        } | {
                            /** @constant */
                            dataQuality: "DEFAULT";
                        };
                        /**
                         * @default MANUAL
                         * @enum {string}
                         */
                        confirmation: "MANUAL" | "AUTO";
                        /** Format: date-time */
                        validUntil: string;
                        offerId: string;
                        version: number;
                        carrierId: string;
                        carrierName: string;
                        market: string;
                        /** Format: date-time */
                        publishedAt: string;
                        /** @enum {string} */
                        status: "OPEN" | "ENDED" | "WITHDRAWN";
                        /** Format: date-time */
                        updatedAt: string;
                        /** Format: date-time */
                        withdrawnAt?: string;
                        withdrawalReason?: string;
                        feedbacks: {
                            /** @enum {string} */
                            severity: "INFO" | "WARN" | "ERROR";
                            code: string;
                            message: string;
                            translations?: {
                                zh: string;
                            };
                            property?: string;
                        }[];
                        pools: {
                            fromUNLocationCode: string;
                            toUNLocationCode: string;
                            offered: {
                                teu: number;
                                weightTonnes: string;
                                dangerousGoodsTeu: number;
                                reeferPlugs: number;
                            };
                            held: {
                                teu: number;
                                weightTonnes: string;
                                dangerousGoodsTeu: number;
                                reeferPlugs: number;
                            };
                            confirmed: {
                                teu: number;
                                weightTonnes: string;
                                dangerousGoodsTeu: number;
                                reeferPlugs: number;
                            };
                            loaded: {
                                teu: number;
                                weightTonnes: string;
                                dangerousGoodsTeu: number;
                                reeferPlugs: number;
                            };
                            remaining: {
                                teu: number;
                                weightTonnes: string;
                                dangerousGoodsTeu: number;
                                reeferPlugs: number;
                            };
                        }[];
                    };
                };
            };
            /** @description Published; `Location` names it, `ETag` its version. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        carrierOfferReference: string;
                        vessel: {
                            vesselIMONumber: string;
                            name: string;
                        };
                        carrierServiceCode: string;
                        carrierExportVoyageNumber: string;
                        /** @enum {string} */
                        route?: "SUEZ" | "CAPE" | "PANAMA" | "DIRECT";
                        portCalls: {
                            UNLocationCode: string;
                            facilitySMDGCode?: string;
                            /** Format: date-time */
                            arrivalDateTime?: string;
                            /** Format: date-time */
                            departureDateTime?: string;
                            cutOffs?: {
                                /** @enum {string} */
                                cutOffDateTimeCode: "DCO" | "VCO" | "FCO" | "LCO" | "PCO" | "ECP" | "EFC" | "RCO" | "DGC" | "OBC" | "TCO" | "STA" | "SPA" | "CUA" | "AFC";
                                /** Format: date-time */
                                cutOffDateTime: string;
                            }[];
                            /** @enum {string} */
                            statusCode?: "OMIT" | "BLNK" | "ADHO" | "PHOT" | "PHIN" | "ROTC" | "SLID" | "CUTR";
                        }[];
                        capacity: {
                            teu: number;
                            weightTonnes: string;
                            dangerousGoodsTeu: number;
                            reeferPlugs: number;
                        };
                        legCapacities?: {
                            teu: number;
                            weightTonnes: string;
                            dangerousGoodsTeu: number;
                            reeferPlugs: number;
                            fromUNLocationCode: string;
                            toUNLocationCode: string;
                        }[];
                        acceptedEquipment: ("22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1")[];
                        /** @default [] */
                        acceptedUNNumbers: string[];
                        /** @default [] */
                        rates: {
                            /** @enum {string} */
                            ISOEquipmentCode: "22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1";
                            amount: string;
                            currencyCode: string;
                        }[];
                        /**
                         * @default {
                         *       "dataQuality": "DEFAULT"
                         *     }
                         */
                        emissionProfile: {
                            /** @constant */
                            dataQuality: "PRIMARY";
                            fuels: {
                                /** @enum {string} */
                                fuel: "HFO" | "VLSFO" | "MDO_MGO" | "LNG" | "METHANOL" | "BIO_METHANOL" | "FAME" | "HVO" | "BIO_LNG" | "AMMONIA";
                                tonnes: string;
                                certifiedGramsPerMJ?: string;
                            }[];
                            referencePeriod: {
                                /** Format: date */
                                start: string;
                                /** Format: date */
                                end: string;
                            };
                            transportWorkTeuKm: string;
                            /** @default [] */
                            evidence: {
                                /** @enum {string} */
                                type: "BUNKER_DELIVERY_NOTE" | "PROOF_OF_SUSTAINABILITY" | "VOYAGE_REPORT" | "VERIFICATION_STATEMENT" | "EU_MRV_REPORT" | "OTHER";
                                reference: string;
                                sha256?: string;
                            }[];
                        } | {
                            /** @constant */
                            dataQuality: "MODELLED";
                            gCO2PerTonneNauticalMile: string;
                            reportingYear: number;
                            /** @constant */
                            source: "EU-MRV";
                        } | {
                            /** @constant */
                            dataQuality: "DEFAULT";
                        };
                        /**
                         * @default MANUAL
                         * @enum {string}
                         */
                        confirmation: "MANUAL" | "AUTO";
                        /** Format: date-time */
                        validUntil: string;
                        offerId: string;
                        version: number;
                        carrierId: string;
                        carrierName: string;
                        market: string;
                        /** Format: date-time */
                        publishedAt: string;
                        /** @enum {string} */
                        status: "OPEN" | "ENDED" | "WITHDRAWN";
                        /** Format: date-time */
                        updatedAt: string;
                        /** Format: date-time */
                        withdrawnAt?: string;
                        withdrawalReason?: string;
                        feedbacks: {
                            /** @enum {string} */
                            severity: "INFO" | "WARN" | "ERROR";
                            code: string;
                            message: string;
                            translations?: {
                                zh: string;
                            };
                            property?: string;
                        }[];
                        pools: {
                            fromUNLocationCode: string;
                            toUNLocationCode: string;
                            offered: {
                                teu: number;
                                weightTonnes: string;
                                dangerousGoodsTeu: number;
                                reeferPlugs: number;
                            };
                            held: {
                                teu: number;
                                weightTonnes: string;
                                dangerousGoodsTeu: number;
                                reeferPlugs: number;
                            };
                            confirmed: {
                                teu: number;
                                weightTonnes: string;
                                dangerousGoodsTeu: number;
                                reeferPlugs: number;
                            };
                            loaded: {
                                teu: number;
                                weightTonnes: string;
                                dangerousGoodsTeu: number;
                                reeferPlugs: number;
                            };
                            remaining: {
                                teu: number;
                                weightTonnes: string;
                                dangerousGoodsTeu: number;
                                reeferPlugs: number;
                            };
                        }[];
                    };
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publishVesselOffers: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
                /** @description Language of the sentences in the answer: en or zh. Codes and figures are the same. */
                "Accept-Language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description A result for each line. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": {
                        line: number;
                        status: number;
                        carrierOfferReference?: string;
                        offerId?: string;
                        version?: number;
                        feedbacks?: {
                            /** @enum {string} */
                            severity: "INFO" | "WARN" | "ERROR";
                            code: string;
                            message: string;
                            translations?: {
                                zh: string;
                            };
                            property?: string;
                        }[];
                        errors?: {
                            code: string;
                            property?: string;
                            message: string;
                        }[];
                    };
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getVesselOffer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                offerId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The offer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        carrierOfferReference: string;
                        vessel: {
                            vesselIMONumber: string;
                            name: string;
                        };
                        carrierServiceCode: string;
                        carrierExportVoyageNumber: string;
                        /** @enum {string} */
                        route?: "SUEZ" | "CAPE" | "PANAMA" | "DIRECT";
                        portCalls: {
                            UNLocationCode: string;
                            facilitySMDGCode?: string;
                            /** Format: date-time */
                            arrivalDateTime?: string;
                            /** Format: date-time */
                            departureDateTime?: string;
                            cutOffs?: {
                                /** @enum {string} */
                                cutOffDateTimeCode: "DCO" | "VCO" | "FCO" | "LCO" | "PCO" | "ECP" | "EFC" | "RCO" | "DGC" | "OBC" | "TCO" | "STA" | "SPA" | "CUA" | "AFC";
                                /** Format: date-time */
                                cutOffDateTime: string;
                            }[];
                            /** @enum {string} */
                            statusCode?: "OMIT" | "BLNK" | "ADHO" | "PHOT" | "PHIN" | "ROTC" | "SLID" | "CUTR";
                        }[];
                        capacity: {
                            teu: number;
                            weightTonnes: string;
                            dangerousGoodsTeu: number;
                            reeferPlugs: number;
                        };
                        legCapacities?: {
                            teu: number;
                            weightTonnes: string;
                            dangerousGoodsTeu: number;
                            reeferPlugs: number;
                            fromUNLocationCode: string;
                            toUNLocationCode: string;
                        }[];
                        acceptedEquipment: ("22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1")[];
                        /** @default [] */
                        acceptedUNNumbers: string[];
                        /** @default [] */
                        rates: {
                            /** @enum {string} */
                            ISOEquipmentCode: "22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1";
                            amount: string;
                            currencyCode: string;
                        }[];
                        /**
                         * @default {
                         *       "dataQuality": "DEFAULT"
                         *     }
                         */
                        emissionProfile: {
                            /** @constant */
                            dataQuality: "PRIMARY";
                            fuels: {
                                /** @enum {string} */
                                fuel: "HFO" | "VLSFO" | "MDO_MGO" | "LNG" | "METHANOL" | "BIO_METHANOL" | "FAME" | "HVO" | "BIO_LNG" | "AMMONIA";
                                tonnes: string;
                                certifiedGramsPerMJ?: string;
                            }[];
                            referencePeriod: {
                                /** Format: date */
                                start: string;
                                /** Format: date */
                                end: string;
                            };
                            transportWorkTeuKm: string;
                            /** @default [] */
                            evidence: {
                                /** @enum {string} */
                                type: "BUNKER_DELIVERY_NOTE" | "PROOF_OF_SUSTAINABILITY" | "VOYAGE_REPORT" | "VERIFICATION_STATEMENT" | "EU_MRV_REPORT" | "OTHER";
                                reference: string;
                                sha256?: string;
                            }[];
                        } | {
                            /** @constant */
                            dataQuality: "MODELLED";
                            gCO2PerTonneNauticalMile: string;
                            reportingYear: number;
                            /** @constant */
                            source: "EU-MRV";
                        } | {
                            /** @constant */
                            dataQuality: "DEFAULT";
                        };
                        /**
                         * @default MANUAL
                         * @enum {string}
                         */
                        confirmation: "MANUAL" | "AUTO";
                        /** Format: date-time */
                        validUntil: string;
                        offerId: string;
                        version: number;
                        carrierId: string;
                        carrierName: string;
                        market: string;
                        /** Format: date-time */
                        publishedAt: string;
                        /** @enum {string} */
                        status: "OPEN" | "ENDED" | "WITHDRAWN";
                        /** Format: date-time */
                        updatedAt: string;
                        /** Format: date-time */
                        withdrawnAt?: string;
                        withdrawalReason?: string;
                        feedbacks: {
                            /** @enum {string} */
                            severity: "INFO" | "WARN" | "ERROR";
                            code: string;
                            message: string;
                            translations?: {
                                zh: string;
                            };
                            property?: string;
                        }[];
                        pools: {
                            fromUNLocationCode: string;
                            toUNLocationCode: string;
                            offered: {
                                teu: number;
                                weightTonnes: string;
                                dangerousGoodsTeu: number;
                                reeferPlugs: number;
                            };
                            held: {
                                teu: number;
                                weightTonnes: string;
                                dangerousGoodsTeu: number;
                                reeferPlugs: number;
                            };
                            confirmed: {
                                teu: number;
                                weightTonnes: string;
                                dangerousGoodsTeu: number;
                                reeferPlugs: number;
                            };
                            loaded: {
                                teu: number;
                                weightTonnes: string;
                                dangerousGoodsTeu: number;
                                reeferPlugs: number;
                            };
                            remaining: {
                                teu: number;
                                weightTonnes: string;
                                dangerousGoodsTeu: number;
                                reeferPlugs: number;
                            };
                        }[];
                    };
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    amendVesselOffer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was read last. */
                "If-Match"?: string;
            };
            path: {
                offerId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    carrierOfferReference: string;
                    vessel: {
                        vesselIMONumber: string;
                        name: string;
                    };
                    carrierServiceCode: string;
                    carrierExportVoyageNumber: string;
                    /** @enum {string} */
                    route?: "SUEZ" | "CAPE" | "PANAMA" | "DIRECT";
                    portCalls: {
                        UNLocationCode: string;
                        facilitySMDGCode?: string;
                        /** Format: date-time */
                        arrivalDateTime?: string;
                        /** Format: date-time */
                        departureDateTime?: string;
                        cutOffs?: {
                            /** @enum {string} */
                            cutOffDateTimeCode: "DCO" | "VCO" | "FCO" | "LCO" | "PCO" | "ECP" | "EFC" | "RCO" | "DGC" | "OBC" | "TCO" | "STA" | "SPA" | "CUA" | "AFC";
                            /** Format: date-time */
                            cutOffDateTime: string;
                        }[];
                        /** @enum {string} */
                        statusCode?: "OMIT" | "BLNK" | "ADHO" | "PHOT" | "PHIN" | "ROTC" | "SLID" | "CUTR";
                    }[];
                    capacity: {
                        teu: number;
                        weightTonnes: string;
                        dangerousGoodsTeu: number;
                        reeferPlugs: number;
                    };
                    legCapacities?: {
                        teu: number;
                        weightTonnes: string;
                        dangerousGoodsTeu: number;
                        reeferPlugs: number;
                        fromUNLocationCode: string;
                        toUNLocationCode: string;
                    }[];
                    acceptedEquipment: ("22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1")[];
                    /** @default [] */
                    acceptedUNNumbers?: string[];
                    /** @default [] */
                    rates?: {
                        /** @enum {string} */
                        ISOEquipmentCode: "22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1";
                        amount: string;
                        currencyCode: string;
                    }[];
                    /**
                     * @default {
                     *       "dataQuality": "DEFAULT"
                     *     }
                     */
                    emissionProfile?: {
                        /** @constant */
                        dataQuality: "PRIMARY";
                        fuels: {
                            /** @enum {string} */
                            fuel: "HFO" | "VLSFO" | "MDO_MGO" | "LNG" | "METHANOL" | "BIO_METHANOL" | "FAME" | "HVO" | "BIO_LNG" | "AMMONIA";
                            tonnes: string;
                            certifiedGramsPerMJ?: string;
                        }[];
                        referencePeriod: {
                            /** Format: date */
                            start: string;
                            /** Format: date */
                            end: string;
                        };
                        transportWorkTeuKm: string;
                        /** @default [] */
                        evidence?: {
                            /** @enum {string} */
                            type: "BUNKER_DELIVERY_NOTE" | "PROOF_OF_SUSTAINABILITY" | "VOYAGE_REPORT" | "VERIFICATION_STATEMENT" | "EU_MRV_REPORT" | "OTHER";
                            reference: string;
                            sha256?: string;
                        }[];
                    } | {
                        /** @constant */
                        dataQuality: "MODELLED";
                        gCO2PerTonneNauticalMile: string;
                        reportingYear: number;
                        /** @constant */
                        source: "EU-MRV";
                    } | {
                        /** @constant */
                        dataQuality: "DEFAULT";
                    };
                    /**
                     * @default MANUAL
                     * @enum {string}
                     */
                    confirmation?: "MANUAL" | "AUTO";
                    /** Format: date-time */
                    validUntil: string;
                };
            };
        };
        responses: {
            /** @description The offer as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        carrierOfferReference: string;
                        vessel: {
                            vesselIMONumber: string;
                            name: string;
                        };
                        carrierServiceCode: string;
                        carrierExportVoyageNumber: string;
                        /** @enum {string} */
                        route?: "SUEZ" | "CAPE" | "PANAMA" | "DIRECT";
                        portCalls: {
                            UNLocationCode: string;
                            facilitySMDGCode?: string;
                            /** Format: date-time */
                            arrivalDateTime?: string;
                            /** Format: date-time */
                            departureDateTime?: string;
                            cutOffs?: {
                                /** @enum {string} */
                                cutOffDateTimeCode: "DCO" | "VCO" | "FCO" | "LCO" | "PCO" | "ECP" | "EFC" | "RCO" | "DGC" | "OBC" | "TCO" | "STA" | "SPA" | "CUA" | "AFC";
                                /** Format: date-time */
                                cutOffDateTime: string;
                            }[];
                            /** @enum {string} */
                            statusCode?: "OMIT" | "BLNK" | "ADHO" | "PHOT" | "PHIN" | "ROTC" | "SLID" | "CUTR";
                        }[];
                        capacity: {
                            teu: number;
                            weightTonnes: string;
                            dangerousGoodsTeu: number;
                            reeferPlugs: number;
                        };
                        legCapacities?: {
                            teu: number;
                            weightTonnes: string;
                            dangerousGoodsTeu: number;
                            reeferPlugs: number;
                            fromUNLocationCode: string;
                            toUNLocationCode: string;
                        }[];
                        acceptedEquipment: ("22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1")[];
                        /** @default [] */
                        acceptedUNNumbers: string[];
                        /** @default [] */
                        rates: {
                            /** @enum {string} */
                            ISOEquipmentCode: "22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1";
                            amount: string;
                            currencyCode: string;
                        }[];
                        /**
                         * @default {
                         *       "dataQuality": "DEFAULT"
                         *     }
                         */
                        emissionProfile: {
                            /** @constant */
                            dataQuality: "PRIMARY";
                            fuels: {
                                /** @enum {string} */
                                fuel: "HFO" | "VLSFO" | "MDO_MGO" | "LNG" | "METHANOL" | "BIO_METHANOL" | "FAME" | "HVO" | "BIO_LNG" | "AMMONIA";
                                tonnes: string;
                                certifiedGramsPerMJ?: string;
                            }[];
                            referencePeriod: {
                                /** Format: date */
                                start: string;
                                /** Format: date */
                                end: string;
                            };
                            transportWorkTeuKm: string;
                            /** @default [] */
                            evidence: {
                                /** @enum {string} */
                                type: "BUNKER_DELIVERY_NOTE" | "PROOF_OF_SUSTAINABILITY" | "VOYAGE_REPORT" | "VERIFICATION_STATEMENT" | "EU_MRV_REPORT" | "OTHER";
                                reference: string;
                                sha256?: string;
                            }[];
                        } | {
                            /** @constant */
                            dataQuality: "MODELLED";
                            gCO2PerTonneNauticalMile: string;
                            reportingYear: number;
                            /** @constant */
                            source: "EU-MRV";
                        } | {
                            /** @constant */
                            dataQuality: "DEFAULT";
                        };
                        /**
                         * @default MANUAL
                         * @enum {string}
                         */
                        confirmation: "MANUAL" | "AUTO";
                        /** Format: date-time */
                        validUntil: string;
                        offerId: string;
                        version: number;
                        carrierId: string;
                        carrierName: string;
                        market: string;
                        /** Format: date-time */
                        publishedAt: string;
                        /** @enum {string} */
                        status: "OPEN" | "ENDED" | "WITHDRAWN";
                        /** Format: date-time */
                        updatedAt: string;
                        /** Format: date-time */
                        withdrawnAt?: string;
                        withdrawalReason?: string;
                        feedbacks: {
                            /** @enum {string} */
                            severity: "INFO" | "WARN" | "ERROR";
                            code: string;
                            message: string;
                            translations?: {
                                zh: string;
                            };
                            property?: string;
                        }[];
                        pools: {
                            fromUNLocationCode: string;
                            toUNLocationCode: string;
                            offered: {
                                teu: number;
                                weightTonnes: string;
                                dangerousGoodsTeu: number;
                                reeferPlugs: number;
                            };
                            held: {
                                teu: number;
                                weightTonnes: string;
                                dangerousGoodsTeu: number;
                                reeferPlugs: number;
                            };
                            confirmed: {
                                teu: number;
                                weightTonnes: string;
                                dangerousGoodsTeu: number;
                                reeferPlugs: number;
                            };
                            loaded: {
                                teu: number;
                                weightTonnes: string;
                                dangerousGoodsTeu: number;
                                reeferPlugs: number;
                            };
                            remaining: {
                                teu: number;
                                weightTonnes: string;
                                dangerousGoodsTeu: number;
                                reeferPlugs: number;
                            };
                        }[];
                    };
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawVesselOffer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                offerId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    reason?: string;
                } | null;
            };
        };
        responses: {
            /** @description The offer, withdrawn. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        carrierOfferReference: string;
                        vessel: {
                            vesselIMONumber: string;
                            name: string;
                        };
                        carrierServiceCode: string;
                        carrierExportVoyageNumber: string;
                        /** @enum {string} */
                        route?: "SUEZ" | "CAPE" | "PANAMA" | "DIRECT";
                        portCalls: {
                            UNLocationCode: string;
                            facilitySMDGCode?: string;
                            /** Format: date-time */
                            arrivalDateTime?: string;
                            /** Format: date-time */
                            departureDateTime?: string;
                            cutOffs?: {
                                /** @enum {string} */
                                cutOffDateTimeCode: "DCO" | "VCO" | "FCO" | "LCO" | "PCO" | "ECP" | "EFC" | "RCO" | "DGC" | "OBC" | "TCO" | "STA" | "SPA" | "CUA" | "AFC";
                                /** Format: date-time */
                                cutOffDateTime: string;
                            }[];
                            /** @enum {string} */
                            statusCode?: "OMIT" | "BLNK" | "ADHO" | "PHOT" | "PHIN" | "ROTC" | "SLID" | "CUTR";
                        }[];
                        capacity: {
                            teu: number;
                            weightTonnes: string;
                            dangerousGoodsTeu: number;
                            reeferPlugs: number;
                        };
                        legCapacities?: {
                            teu: number;
                            weightTonnes: string;
                            dangerousGoodsTeu: number;
                            reeferPlugs: number;
                            fromUNLocationCode: string;
                            toUNLocationCode: string;
                        }[];
                        acceptedEquipment: ("22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1")[];
                        /** @default [] */
                        acceptedUNNumbers: string[];
                        /** @default [] */
                        rates: {
                            /** @enum {string} */
                            ISOEquipmentCode: "22G1" | "22R1" | "22U1" | "42G1" | "42P1" | "42U1" | "45G1" | "45R1" | "L5G1";
                            amount: string;
                            currencyCode: string;
                        }[];
                        /**
                         * @default {
                         *       "dataQuality": "DEFAULT"
                         *     }
                         */
                        emissionProfile: {
                            /** @constant */
                            dataQuality: "PRIMARY";
                            fuels: {
                                /** @enum {string} */
                                fuel: "HFO" | "VLSFO" | "MDO_MGO" | "LNG" | "METHANOL" | "BIO_METHANOL" | "FAME" | "HVO" | "BIO_LNG" | "AMMONIA";
                                tonnes: string;
                                certifiedGramsPerMJ?: string;
                            }[];
                            referencePeriod: {
                                /** Format: date */
                                start: string;
                                /** Format: date */
                                end: string;
                            };
                            transportWorkTeuKm: string;
                            /** @default [] */
                            evidence: {
                                /** @enum {string} */
                                type: "BUNKER_DELIVERY_NOTE" | "PROOF_OF_SUSTAINABILITY" | "VOYAGE_REPORT" | "VERIFICATION_STATEMENT" | "EU_MRV_REPORT" | "OTHER";
                                reference: string;
                                sha256?: string;
                            }[];
                        } | {
                            /** @constant */
                            dataQuality: "MODELLED";
                            gCO2PerTonneNauticalMile: string;
                            reportingYear: number;
                            /** @constant */
                            source: "EU-MRV";
                        } | {
                            /** @constant */
                            dataQuality: "DEFAULT";
                        };
                        /**
                         * @default MANUAL
                         * @enum {string}
                         */
                        confirmation: "MANUAL" | "AUTO";
                        /** Format: date-time */
                        validUntil: string;
                        offerId: string;
                        version: number;
                        carrierId: string;
                        carrierName: string;
                        market: string;
                        /** Format: date-time */
                        publishedAt: string;
                        /** @enum {string} */
                        status: "OPEN" | "ENDED" | "WITHDRAWN";
                        /** Format: date-time */
                        updatedAt: string;
                        /** Format: date-time */
                        withdrawnAt?: string;
                        withdrawalReason?: string;
                        feedbacks: {
                            /** @enum {string} */
                            severity: "INFO" | "WARN" | "ERROR";
                            code: string;
                            message: string;
                            translations?: {
                                zh: string;
                            };
                            property?: string;
                        }[];
                        pools: {
                            fromUNLocationCode: string;
                            toUNLocationCode: string;
                            offered: {
                                teu: number;
                                weightTonnes: string;
                                dangerousGoodsTeu: number;
                                reeferPlugs: number;
                            };
                            held: {
                                teu: number;
                                weightTonnes: string;
                                dangerousGoodsTeu: number;
                                reeferPlugs: number;
                            };
                            confirmed: {
                                teu: number;
                                weightTonnes: string;
                                dangerousGoodsTeu: number;
                                reeferPlugs: number;
                            };
                            loaded: {
                                teu: number;
                                weightTonnes: string;
                                dangerousGoodsTeu: number;
                                reeferPlugs: number;
                            };
                            remaining: {
                                teu: number;
                                weightTonnes: string;
                                dangerousGoodsTeu: number;
                                reeferPlugs: number;
                            };
                        }[];
                    };
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhookSubscriptions: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Subscriptions, oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createWebhookSubscription: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    callbackUrl: string;
                    /** @default [] */
                    eventTypes?: ("org.greenlane.vessel-offer.published.v1" | "org.greenlane.vessel-offer.amended.v1" | "org.greenlane.vessel-offer.withdrawn.v1" | "org.greenlane.cargo-request.submitted.v1" | "org.greenlane.cargo-request.amended.v1" | "org.greenlane.cargo-request.cancelled.v1" | "org.greenlane.cargo-request.decided.v1" | "org.greenlane.allocation.held.v1" | "org.greenlane.allocation.confirmed.v1" | "org.greenlane.allocation.declined.v1" | "org.greenlane.allocation.expired.v1" | "org.greenlane.allocation.released.v1" | "org.greenlane.allocation.cancelled.v1" | "org.greenlane.allocation.rolled.v1" | "org.greenlane.allocation.loaded.v1" | "org.greenlane.allocation.completed.v1" | "org.greenlane.organisation.changed.v1" | "org.greenlane.user.changed.v1" | "org.greenlane.designation.changed.v1" | "org.greenlane.policy.published.v1" | "org.greenlane.policy.preview-requested.v1" | "org.greenlane.policy.previewed.v1" | "org.greenlane.pass.changed.v1" | "org.greenlane.container.assigned.v1" | "org.greenlane.equipment-event.recorded.v1" | "org.greenlane.dwell.changed.v1" | "org.greenlane.port-alert.raised.v1" | "org.greenlane.footprint.calculated.v1" | "org.greenlane.statement.issued.v1" | "org.greenlane.claim.changed.v1" | "org.greenlane.diagnosis.changed.v1")[];
                };
            };
        };
        responses: {
            /** @description The subscription and its secret. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readWebhookSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                subscriptionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The subscription. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteWebhookSubscription: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                subscriptionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    challengeWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                subscriptionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The challenge is on its way. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                status?: "pending" | "delivered" | "exhausted";
            };
            header?: never;
            path: {
                subscriptionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deliveries. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readWebhookDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                subscriptionId: string;
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redeliverWebhooks: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                subscriptionId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    eventIds?: string[];
                };
            };
        };
        responses: {
            /** @description How many are queued again. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                subscriptionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new secret, once. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEventSubscriptions: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Subscriptions; Next-Page holds the cursor of the next. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createEventSubscription: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    eventType?: ("SHIPMENT" | "TRANSPORT" | "EQUIPMENT")[];
                    shipmentEventTypeCode?: ("RECE" | "DRFT" | "PENA" | "PENU" | "REJE" | "APPR" | "ISSU" | "SURR" | "SUBM" | "VOID" | "CONF" | "REQS" | "CMPL" | "HOLD" | "RELS")[];
                    documentTypeCode?: ("CBR" | "BKG" | "SHI" | "SRM" | "TRD" | "ARN" | "VGM" | "CAS" | "CUS" | "DGD" | "OOG")[];
                    transportEventTypeCode?: ("ARRI" | "DEPA")[];
                    equipmentEventTypeCode?: ("LOAD" | "DISC" | "GTIN" | "GTOT" | "STUF" | "STRP" | "PICK" | "DROP" | "INSP" | "RSEA" | "RMVD")[];
                    carrierBookingReference?: string;
                    transportDocumentReference?: string;
                    transportCallID?: string;
                    vesselIMONumber?: string;
                    exportVoyageNumber?: string;
                    carrierServiceCode?: string;
                    UNLocationCode?: string;
                    equipmentReference?: string;
                    callbackUrl: string;
                    secret: string;
                };
            };
        };
        responses: {
            /** @description The subscription, without its secret. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readEventSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                subscriptionID: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The subscription. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceEventSubscription: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was read last. */
                "If-Match"?: string;
            };
            path: {
                subscriptionID: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    eventType?: ("SHIPMENT" | "TRANSPORT" | "EQUIPMENT")[];
                    shipmentEventTypeCode?: ("RECE" | "DRFT" | "PENA" | "PENU" | "REJE" | "APPR" | "ISSU" | "SURR" | "SUBM" | "VOID" | "CONF" | "REQS" | "CMPL" | "HOLD" | "RELS")[];
                    documentTypeCode?: ("CBR" | "BKG" | "SHI" | "SRM" | "TRD" | "ARN" | "VGM" | "CAS" | "CUS" | "DGD" | "OOG")[];
                    transportEventTypeCode?: ("ARRI" | "DEPA")[];
                    equipmentEventTypeCode?: ("LOAD" | "DISC" | "GTIN" | "GTOT" | "STUF" | "STRP" | "PICK" | "DROP" | "INSP" | "RSEA" | "RMVD")[];
                    carrierBookingReference?: string;
                    transportDocumentReference?: string;
                    transportCallID?: string;
                    vesselIMONumber?: string;
                    exportVoyageNumber?: string;
                    carrierServiceCode?: string;
                    UNLocationCode?: string;
                    equipmentReference?: string;
                    callbackUrl: string;
                    subscriptionID?: string;
                };
            };
        };
        responses: {
            /** @description The subscription. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteEventSubscription: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
            };
            path: {
                subscriptionID: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceEventSubscriptionSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description Replays the first answer for 30 days; another body under the same key is refused with 422. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was read last. */
                "If-Match"?: string;
            };
            path: {
                subscriptionID: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    secret: string;
                };
            };
        };
        responses: {
            /** @description Replaced. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTrackAndTraceEvents: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                sort?: "eventCreatedDateTime" | "eventCreatedDateTime:ASC" | "eventCreatedDateTime:DESC";
                eventType?: string;
                equipmentEventTypeCode?: string;
                shipmentEventTypeCode?: string;
                documentTypeCode?: string;
                transportEventTypeCode?: string;
                transportDocumentReference?: string;
                carrierBookingReference?: string;
                transportCallID?: string;
                vesselIMONumber?: string;
                exportVoyageNumber?: string;
                carrierServiceCode?: string;
                equipmentReference?: string;
                UNLocationCode?: string;
                eventCreatedDateTime?: string;
                "eventCreatedDateTime:eq"?: string;
                "eventCreatedDateTime:gte"?: string;
                "eventCreatedDateTime:gt"?: string;
                "eventCreatedDateTime:lte"?: string;
                "eventCreatedDateTime:lt"?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A list of events; Next-Page, Prev-Page, First-Page and Last-Page hold cursors. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readTrackAndTraceEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventID: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The event. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The request breaks the message format; `errors` names each property. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
