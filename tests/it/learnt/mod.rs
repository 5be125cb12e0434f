//! Issuers that were not sent: fetched over AIA within bounds, never unasked, and judged the same
//! from a saved run. What is concluded from them, topology by topology, is in `trust::learnt`.

mod fetching;
mod final_word;
mod runs;
mod strangers;

use mtc_probe::cert::Cert;
use mtc_probe::lab::Issued;

fn cert(issued: &Issued) -> Cert {
    Cert::from_der(issued.der().to_vec())
}

/// A certs-only SignedData (RFC 5652), as CAs serve it.
fn pkcs7(certs: &[&Cert]) -> Vec<u8> {
    let signed_data = [0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2];
    let data = [0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1];
    let certificates: Vec<u8> = certs.iter().flat_map(|c| c.der().to_vec()).collect();
    let inner = [
        vec![2, 1, 1, 0x31, 0],
        value(0x30, &data),
        value(0xa0, &certificates),
        vec![0xa1, 0, 0x31, 0],
    ]
    .concat();
    value(
        0x30,
        &[signed_data.to_vec(), value(0xa0, &value(0x30, &inner))].concat(),
    )
}

fn value(tag: u8, content: &[u8]) -> Vec<u8> {
    let [.., high, low] = content.len().to_be_bytes();
    let length = if content.len() < 128 {
        vec![low]
    } else {
        vec![0x82, high, low]
    };
    [vec![tag], length, content.to_vec()].concat()
}
