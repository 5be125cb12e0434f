//! What is shown of the proxy that a finding is about.
//! Facts only; its families have the sentences.

use crate::judge::Product;
use crate::judge::finding::AtProxy;
use crate::words::facts::Facts;

pub(super) fn facts(at: &AtProxy) -> Facts {
    Facts::none()
        .with("proxy", &at.proxy)
        .with("because", &at.because)
        .with("no_proxy", &at.no_proxy)
        .maybe("squid error", at.squid_error.as_ref())
        .maybe("product", at.product.map(Product::name))
}
