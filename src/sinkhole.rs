//! Where filters send the names that they block, as their vendors document it. Addresses of those alone:
//! what one means is judged elsewhere.

use std::net::IpAddr;

const SINKHOLES: &[(&[[u8; 4]], &str)] = &[
    (
        &[
            [146, 112, 61, 104],
            [146, 112, 61, 105],
            [146, 112, 61, 106],
            [146, 112, 61, 107],
            [146, 112, 61, 108],
            [146, 112, 61, 109],
            [146, 112, 61, 110],
        ],
        "Cisco Umbrella",
    ),
    (
        &[[198, 135, 184, 22], [72, 5, 65, 111]],
        "Palo Alto Networks",
    ),
    (&[[208, 91, 112, 55]], "FortiGuard"),
];

/// The product whose filters send names to this address; `None`: no known one does.
#[must_use]
pub fn product(address: IpAddr) -> Option<&'static str> {
    let is_kept = |kept: &[[u8; 4]]| kept.iter().any(|ip| address == IpAddr::from(*ip));
    let mut known = SINKHOLES.iter();
    known
        .find(|(kept, _)| is_kept(kept))
        .map(|(_, product)| *product)
}
