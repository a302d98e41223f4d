package dev.skerry.local;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** The fleet's CA and the doors' certificate (RFC 5280), ECDSA on P-256, as PEM files. */
final class Certificates {

    private static final Duration CA_LIFE = Duration.ofDays(3650);
    private static final Duration SERVER_LIFE = Duration.ofDays(365);

    /** A machine's clock may be behind by so much; certificates are commonly valid from an hour before they were made. */
    private static final Duration CLOCKS_APART = Duration.ofHours(1);

    /** How long before its end the doors' certificate is made anew. */
    static final Duration RENEWAL = Duration.ofDays(30);

    private static final List<String> LOOPBACK = List.of("127.0.0.1", "::1");

    private Certificates() {}

    /** A certificate and its private key. */
    record Identity(X509Certificate certificate, PrivateKey key) {}

    static Identity newCa(Instant now) throws GeneralSecurityException, IOException {
        KeyPair keys = newKeys();
        X500Name name = new X500Name("CN=Skerry fleet CA");
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                        name,
                        serial(),
                        Date.from(now.minus(CLOCKS_APART)),
                        Date.from(now.plus(CA_LIFE)),
                        name,
                        keys.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                .addExtension(
                        Extension.subjectKeyIdentifier,
                        false,
                        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
        return new Identity(sign(builder, keys.getPrivate()), keys.getPrivate());
    }

    /** A certificate of the CA for the doors: loopback, and some DNS names and IP addresses. */
    static Identity newServer(Identity ca, Set<String> others, Instant now)
            throws GeneralSecurityException, IOException {
        KeyPair keys = newKeys();
        JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
        GeneralName[] names = Stream.concat(
                        LOOPBACK.stream().map(address -> new GeneralName(GeneralName.iPAddress, address)),
                        others.stream()
                                .map(name -> new GeneralName(
                                        isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name)))
                .toArray(GeneralName[]::new);
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                        ca.certificate(),
                        serial(),
                        Date.from(now.minus(CLOCKS_APART)),
                        Date.from(now.plus(SERVER_LIFE)),
                        new X500Name("CN=Skerry doors"),
                        keys.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names))
                .addExtension(
                        Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(keys.getPublic()))
                .addExtension(
                        Extension.authorityKeyIdentifier,
                        false,
                        extensions.createAuthorityKeyIdentifier(ca.certificate()));
        return new Identity(sign(builder, ca.key()), keys.getPrivate());
    }

    /** Whether a certificate is of the CA and good for a while. */
    static boolean isGood(X509Certificate certificate, X509Certificate ca, Instant now) {
        try {
            certificate.verify(ca.getPublicKey());
        } catch (GeneralSecurityException e) {
            return false;
        }
        return certificate.getNotAfter().toInstant().isAfter(now.plus(RENEWAL));
    }

    /** The DNS names and IP addresses that a certificate is for, beside those of loopback. */
    static Set<String> names(X509Certificate certificate) throws CertificateParsingException {
        Set<String> names = new TreeSet<>();
        for (List<?> name : Objects.requireNonNullElse(certificate.getSubjectAlternativeNames(), List.<List<?>>of())) {
            String value = String.valueOf(name.getLast());
            boolean address = Integer.valueOf(GeneralName.iPAddress).equals(name.getFirst());
            if (address && !InetAddress.ofLiteral(value).isLoopbackAddress()) {
                names.add(InetAddress.ofLiteral(value).getHostAddress());
            } else if (Integer.valueOf(GeneralName.dNSName).equals(name.getFirst())) {
                names.add(value);
            }
        }
        return names;
    }

    /** A name as {@link #names} tells it. */
    static String canonical(String name) {
        return isAddress(name) ? InetAddress.ofLiteral(name).getHostAddress() : name;
    }

    private static boolean isAddress(String name) {
        try {
            return InetAddress.ofLiteral(name) != null;
        } catch (IllegalArgumentException notOne) {
            return false;
        }
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException, IOException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("the certificate cannot be signed", e);
        }
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /** 127 random bits: positive, and at most the 20 octets of RFC 5280. */
    private static BigInteger serial() {
        return new BigInteger(127, new SecureRandom()).add(BigInteger.ONE);
    }

    static String pem(X509Certificate certificate) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(certificate);
        }
        return text.toString();
    }

    /** PKCS #8. */
    static String pem(PrivateKey key) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(new JcaPKCS8Generator(key, null));
        }
        return text.toString();
    }

    /** Reads a certificate and its key. @throws IOException naming the file when one is not what it should be */
    static Identity read(Path certificate, Path key) throws IOException {
        return new Identity(certificate(certificate), key(key));
    }

    private static X509Certificate certificate(Path file) throws IOException {
        if (parse(file) instanceof X509CertificateHolder holder) {
            try {
                return new JcaX509CertificateConverter().getCertificate(holder);
            } catch (GeneralSecurityException e) {
                throw damaged(file, "certificate", e);
            }
        }
        throw damaged(file, "certificate", null);
    }

    private static PrivateKey key(Path file) throws IOException {
        if (parse(file) instanceof PrivateKeyInfo info) {
            return new JcaPEMKeyConverter().getPrivateKey(info);
        }
        throw damaged(file, "private key in PKCS #8", null);
    }

    private static Object parse(Path file) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(Files.readString(file)))) {
            Object found = parser.readObject();
            return found == null ? "" : found;
        } catch (PEMException | CertIOException e) {
            throw damaged(file, "PEM file", e);
        }
    }

    private static IOException damaged(Path file, String what, @Nullable Exception cause) {
        return new IOException(file + " is not a " + what + ": put the right one back", cause);
    }
}
