//! Object identifiers: those of standards say what a thing is and stay; those of a company's own arc say
//! whose it is, and have stand-ins below the arc for examples (RFC 5612).

use super::names::Names;

/// How identifiers begin that are everybody's, as DER has them.
const EVERYBODYS: [&[u8]; 12] = [
    // 0.9.2342.19200300, 1.2.840, 1.3.6.1.5.5, 1.3.14.3.2, 1.3.36.3.3, 1.3.101, 1.3.132
    &[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c],
    &[0x2a, 0x86, 0x48],
    &[0x2b, 0x06, 0x01, 0x05, 0x05],
    &[0x2b, 0x0e, 0x03, 0x02],
    &[0x2b, 0x24, 0x03, 0x03],
    &[0x2b, 0x65],
    &[0x2b, 0x81, 0x04],
    // 1.3.6.1.4.1.311 (Microsoft), 1.3.6.1.4.1.11129 (certificate transparency)
    &[0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37],
    &[0x2b, 0x06, 0x01, 0x04, 0x01, 0xd6, 0x79],
    // 2.5, 2.16.840.1.101 (NIST), 2.23.140 (CA/Browser Forum)
    &[0x55],
    &[0x60, 0x86, 0x48, 0x01, 0x65],
    &[0x67, 0x81, 0x0c],
];
/// 1.3.6.1.4.1.32473.
const EXAMPLES: [u8; 8] = [0x2b, 0x06, 0x01, 0x04, 0x01, 0x81, 0xfd, 0x59];

pub(super) fn stand_in(oid: &[u8], names: &mut Names<'_>) -> Vec<u8> {
    if EVERYBODYS.iter().any(|start| oid.starts_with(start)) {
        return oid.to_vec();
    }
    let number = names.oid(oid);
    let mut all = EXAMPLES.to_vec();
    all.extend([0x80 | (number >> 7 & 0x7f), number & 0x7f].map(|part| part.to_le_bytes()[0]));
    if number < 0x80 {
        all.remove(EXAMPLES.len());
    }
    all
}
