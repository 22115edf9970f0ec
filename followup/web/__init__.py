"""What pages share: access, transactions, forms, words, layout."""
